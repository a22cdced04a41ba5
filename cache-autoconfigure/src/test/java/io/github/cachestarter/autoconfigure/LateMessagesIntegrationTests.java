package io.github.cachestarter.autoconfigure;

import static io.github.cachestarter.autoconfigure.Library.BOOK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.autoconfigure.Library.Book;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.FaultProxy.Hold;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands and replies that a network holds back until something else has happened. */
class LateMessagesIntegrationTests {

    private final AtomicInteger edition = new AtomicInteger(1);
    private RedisServerProcess redis;
    private FaultProxy network;
    private Library one;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        network = FaultProxy.before(redis.port());
        // A change that is held back is given up after that time.
        one = Library.start(network.port(), edition, "cache-starter.timeouts.write=5s");
    }

    @AfterEach
    void stop() {
        one.close();
        network.close();
        redis.close();
    }

    @Test
    void a_reply_that_comes_after_the_message_of_its_eviction_is_not_kept_in_memory() throws Exception {
        try (Library other = Library.start(redis.port(), edition)) {
            other.books().plain(BOOK);
            Hold reply = network.hold("edition no. 1");
            CompletableFuture<Book> reading =
                    CompletableFuture.supplyAsync(() -> one.books().plain(BOOK));
            reply.awaitHeld();
            long heard = one.messages();

            edition.set(2);
            other.books().evict(BOOK);
            await().atMost(Library.SOON).until(() -> one.messages() > heard);
            reply.letGo();

            assertThat(reading.get().edition()).as("it began before").isEqualTo(1);
            assertThat(one.found()).isNull();
            assertThat(one.books().plain(BOOK).edition()).isEqualTo(2);
            assertThat(other.books().plain(BOOK).edition()).isEqualTo(2);
        }
    }

    /** As with {@code beforeInvocation}: what was read between the eviction's failure and its late arrival may be old. */
    @Test
    void an_own_eviction_that_failed_and_runs_late_ends_what_lies_in_memory_by_then() throws Exception {
        one.books().evict("another"); // a script that the server does not know yet would not run late, but not at all
        one.books().plain(BOOK);
        Hold command = network.hold(Library.KEY);
        one.books().evict(BOOK);
        command.awaitHeld();
        assertThat(one.books().plain(BOOK).edition()).isEqualTo(1);
        assertThat(one.books().plain(BOOK).edition()).isEqualTo(1);
        assertThat(one.books().loads())
                .as("the second of them is a hit in memory")
                .isEqualTo(2);

        edition.set(2);
        command.letGo();

        await().atMost(Library.SOON).until(() -> one.books().plain(BOOK).edition() == 2);
    }

    @Test
    void an_own_put_that_was_acknowledged_stays_in_memory_when_its_message_comes() {
        long heard = one.messages();
        one.cache().put(BOOK, new Book(BOOK, "by hand", 7));
        await().atMost(Library.SOON).until(() -> one.messages() > heard);
        redis.admin().command("DEL", Library.KEY);

        assertThat(one.found()).isEqualTo(7);
    }
}
