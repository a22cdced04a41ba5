package io.github.cachestarter.cache;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A table of names in a real database, with real transactions. */
final class Shelf implements AutoCloseable {

    final DataSource source = source();
    final PlatformTransactionManager manager;
    private final JdbcTemplate jdbc = new JdbcTemplate(source);

    Shelf() {
        this.manager = new JdbcTransactionManager(source);
        jdbc.execute("create table item (id int primary key, name varchar(50))");
        jdbc.update("insert into item values (1, 'old')");
    }

    String name(int id) {
        return jdbc.queryForObject("select max(name) from item where id = ?", String.class, id);
    }

    String names() {
        return jdbc.queryForObject("select listagg(name, ',') within group (order by id) from item", String.class);
    }

    void write(int id, String name) {
        jdbc.update("merge into item values (?, ?)", id, name);
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(manager);
    }

    TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = transaction();
        template.setPropagationBehavior(propagation);
        return template;
    }

    TransactionTemplate isolated(int isolation) {
        TransactionTemplate template = transaction();
        template.setIsolationLevel(isolation);
        return template;
    }

    /** The last moment before the commit: everything of the transaction's methods has happened. */
    static void beforeCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                action.run();
            }
        });
    }

    /** Somebody else, outside of the transaction. */
    static void elsewhere(Runnable action) {
        CompletableFuture.runAsync(action).join();
    }

    private static DataSource source() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    @Override
    public void close() {
        jdbc.execute("shutdown");
    }
}
