package io.github.cachestarter.autoconfigure;

import static io.github.cachestarter.autoconfigure.Library.BOOK;
import static io.github.cachestarter.autoconfigure.Library.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.RedisServerProcess;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Entries with tags in the memory of two instances over a real Redis. */
class TaggedMemoryIntegrationTests {

    private static final String UNTAGGED = "emma";

    private final AtomicInteger edition = new AtomicInteger(1);

    @Test
    void an_evicted_tag_ends_exactly_what_carries_it_in_the_memory_of_all() {
        try (RedisServerProcess redis =
                        RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
                Library one = Library.start(redis.port(), edition);
                Library other = Library.start(redis.port(), edition)) {
            for (Library each : new Library[] {one, other}) {
                each.books().tagged(BOOK);
                each.books().plain(UNTAGGED);
            }
            redis.admin().resetStats();
            for (Library each : new Library[] {one, other}) {
                assertThat(each.found(BOOK)).isEqualTo(1);
                assertThat(each.found(UNTAGGED)).isEqualTo(1);
            }
            assertThat(redis.admin().calls("get")).as("reads of Redis").isZero();

            edition.set(2);
            one.books().evictShelf();

            assertThat(one.found(BOOK)).as("here at once").isNull();
            await().atMost(SOON).until(() -> other.found(BOOK) == null);
            redis.admin().resetStats();
            assertThat(one.found(UNTAGGED)).isEqualTo(1);
            assertThat(other.found(UNTAGGED)).isEqualTo(1);
            assertThat(redis.admin().calls("get")).as("reads of Redis").isZero();

            assertThat(other.books().tagged(BOOK).edition()).isEqualTo(2);
            assertThat(one.books().tagged(BOOK).edition()).isEqualTo(2);
            assertThat(one.books().loads() + other.books().loads()).isEqualTo(3);
        }
    }
}
