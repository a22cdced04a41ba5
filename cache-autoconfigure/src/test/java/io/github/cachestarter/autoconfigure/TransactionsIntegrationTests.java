package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** Two instances, one database and a real Redis: what each sees of the other's transactions. */
class TransactionsIntegrationTests {

    private static final DataSource DATABASE = database();
    private static final JdbcTemplate JDBC = new JdbcTemplate(DATABASE);

    private static RedisServerProcess redis;
    private static ConfigurableApplicationContext context;
    private static ConfigurableApplicationContext otherContext;
    private Items items;
    private Items other;
    private TransactionTemplate transaction;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        JDBC.execute("create table item (id int primary key, name varchar(50))");
        context = application();
        otherContext = application();
    }

    @AfterAll
    static void stop() {
        otherContext.close();
        context.close();
        redis.close();
        JDBC.execute("shutdown");
    }

    @BeforeEach
    void oneOldRow() {
        JDBC.update("delete from item");
        JDBC.update("insert into item values (1, 'old')");
        items = context.getBean(Items.class);
        other = otherContext.getBean(Items.class);
        awaitStores(items);
        awaitStores(other);
        redis.admin().command("FLUSHALL");
        transaction = context.getBean(TransactionTemplate.class);
    }

    @AfterEach
    void redisIsBack() {
        if (!redis.admin().answers()) {
            redis.restart();
        }
    }

    @Test
    void an_instance_that_loads_between_evict_and_commit_gets_the_old_value_and_the_commit_removes_it() {
        items.find(1);
        transaction.executeWithoutResult(status -> {
            items.rename(1, "new");
            elsewhere(() -> assertThat(other.find(1)).isEqualTo("old"));
            assertThat(entries()).as("it may store it").isEqualTo(1L);
            assertThat(items.find(1)).as("own read").isEqualTo("new");
        });

        assertThat(entries()).isEqualTo(0L);
        assertThat(other.find(1)).isEqualTo("new");
    }

    @Test
    void a_rollback_leaves_what_was_cached_before_a_put() {
        items.find(1);
        transaction.executeWithoutResult(status -> {
            items.replace(1, "new");
            elsewhere(() -> assertThat(other.find(1)).isEqualTo("old"));
            status.setRollbackOnly();
        });

        assertThat(entries()).isEqualTo(1L);
        assertThat(items.find(1)).isEqualTo("old");
    }

    @Test
    void a_put_is_there_for_all_after_the_commit() {
        transaction.executeWithoutResult(status -> items.replace(1, "new"));

        JDBC.update("delete from item");
        assertThat(other.find(1)).as("from Redis").isEqualTo("new");
    }

    @Test
    void a_list_with_uncommitted_rows_is_not_stored() {
        transaction.executeWithoutResult(status -> {
            items.rename(2, "two");
            assertThat(items.names()).isEqualTo("old,two");
            assertThat(entries()).isEqualTo(0L);
            status.setRollbackOnly();
        });

        assertThat(other.names()).isEqualTo("old");
    }

    @Test
    void a_redis_that_dies_before_the_commit_does_not_keep_it_from_happening() {
        transaction.executeWithoutResult(status -> {
            items.rename(1, "new");
            items.replace(2, "two");
            redis.kill();
        });

        assertThat(JDBC.queryForList("select name from item order by id", String.class))
                .containsExactly("new", "two");
    }

    // A test before may have killed Redis: connections come back in their own time.
    private static void awaitStores(Items instance) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            redis.admin().command("FLUSHALL");
            instance.find(1);
            assertThat(entries()).isEqualTo(1L);
        });
    }

    private static long entries() {
        return ((List<?>) redis.admin().command("KEYS", "shelf:1:*")).size();
    }

    private static void elsewhere(Runnable action) {
        CompletableFuture.runAsync(action).join();
    }

    private static DataSource database() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    private static ConfigurableApplicationContext application() {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(Patience.arguments(
                "--spring.application.name=shelf",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.mode=remote",
                "--spring.main.banner-mode=off"));
    }

    static class Items {

        @Cacheable(value = "items", key = "#id")
        public String find(int id) {
            return JDBC.queryForObject("select max(name) from item where id = ?", String.class, id);
        }

        @Cacheable("lists")
        public String names() {
            return JDBC.queryForObject("select listagg(name, ',') within group (order by id) from item", String.class);
        }

        @CacheEvict(value = "items", key = "#id")
        public void rename(int id, String name) {
            JDBC.update("merge into item values (?, ?)", id, name);
        }

        @CachePut(value = "items", key = "#id")
        public String replace(int id, String name) {
            JDBC.update("merge into item values (?, ?)", id, name);
            return name;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        CacheAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        CacheStarterAutoConfiguration.class,
        CacheStarterBackOffAutoConfiguration.class
    })
    @Import(Items.class)
    static class Root {

        @Bean
        PlatformTransactionManager transactionManager() {
            return new JdbcTransactionManager(DATABASE);
        }

        @Bean
        TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
            return new TransactionTemplate(manager);
        }
    }
}
