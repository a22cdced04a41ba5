package io.github.cachestarter.autoconfigure;

import static io.github.cachestarter.autoconfigure.Library.BOOK;
import static io.github.cachestarter.autoconfigure.Library.SOON;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.autoconfigure.Library.Book;
import io.github.cachestarter.autoconfigure.Library.Books;
import io.github.cachestarter.autoconfigure.Library.Pause;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Callers of every kind, of one key, on one instance and on another. */
class JointLoadIntegrationTests {

    @Test
    void blocking_asynchronous_and_reactive_callers_share_one_load() throws Exception {
        AtomicInteger edition = new AtomicInteger(1);
        try (RedisServerProcess redis =
                        RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
                Library one = Library.start(redis.port(), edition);
                Library other = Library.start(redis.port(), edition)) {
            Books books = one.books();
            Pause pause = books.pauseNextLoad();
            long misses = one.statistics().misses();
            long joined = one.statistics().joinedCallers();

            CompletableFuture<Book> first = supplyAsync(() -> books.plain(BOOK));
            pause.awaitReached();
            List<CompletableFuture<Book>> all = List.of(
                    first,
                    supplyAsync(() -> books.sync(BOOK)),
                    supplyAsync(() -> books.unless(BOOK)),
                    books.future(BOOK),
                    books.mono(BOOK).toFuture(),
                    other.books().mono(BOOK).toFuture());
            await().atMost(SOON).until(() -> one.statistics().misses() == misses + 5);
            pause.end();

            for (CompletableFuture<Book> call : all) {
                assertThat(call.get(60, TimeUnit.SECONDS).edition()).isEqualTo(1);
            }
            assertThat(books.loads() + other.books().loads()).isEqualTo(1);
            assertThat(one.statistics().joinedCallers()).isGreaterThan(joined);
        }
    }
}
