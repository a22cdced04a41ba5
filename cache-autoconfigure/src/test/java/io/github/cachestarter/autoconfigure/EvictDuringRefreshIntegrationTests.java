package io.github.cachestarter.autoconfigure;

import static io.github.cachestarter.autoconfigure.Library.BOOK;
import static io.github.cachestarter.autoconfigure.Library.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.autoconfigure.Library.Pause;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A change while a refresh runs in the background that has read the old value, with both tiers over a real Redis: afterwards
 * the old value is in no tier, and the next read loads, once (checks F1 and FM1 of the protocol model).
 */
class EvictDuringRefreshIntegrationTests {

    private static final AtomicInteger EDITION = new AtomicInteger();
    private static final String[] REFRESHED = {
        "cache-starter.caches.books.ttl=20s",
        "cache-starter.caches.books.ttl-jitter=0",
        "cache-starter.caches.books.refresh.mode=threshold",
        "cache-starter.caches.books.refresh.threshold=10%"
    };

    private static RedisServerProcess redis;
    private static Library refreshing;
    private static Library other;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        refreshing = Library.start(redis.port(), EDITION, REFRESHED);
        other = Library.start(redis.port(), EDITION, REFRESHED);
    }

    @AfterAll
    static void stop() {
        other.close();
        refreshing.close();
        redis.close();
    }

    @ParameterizedTest
    @CsvSource({"evict, true", "evict, false", "clear, true", "clear, false"})
    void what_the_refresh_brings_is_kept_nowhere(String change, boolean onTheSame) throws Exception {
        refreshing.books().clear();
        await().atMost(SOON).until(() -> other.found() == null);
        EDITION.set(1);
        refreshing.books().plain(BOOK);
        Pause pause = refreshing.books().pauseNextLoad();
        await().atMost(SOON).until(() -> {
            assertThat(refreshing.books().plain(BOOK).edition())
                    .as("nobody waits")
                    .isEqualTo(1);
            return pause.isReached();
        });
        CacheStatistics statistics = refreshing.statistics();
        long ended = statistics.puts() + statistics.refusedStores();
        long heard = refreshing.messages();
        EDITION.set(2);

        Library changing = onTheSame ? refreshing : other;
        if (change.equals("evict")) {
            changing.books().evict(BOOK);
        } else {
            changing.books().clear();
        }
        await().atMost(SOON).until(() -> refreshing.messages() > heard);
        pause.end();
        await().atMost(SOON).until(() -> statistics.puts() + statistics.refusedStores() > ended);

        assertThat(refreshing.found()).isNull();
        assertThat(other.found()).isNull();
        int loads = refreshing.books().loads() + other.books().loads();
        assertThat(refreshing.books().plain(BOOK).edition()).isEqualTo(2);
        assertThat(other.books().plain(BOOK).edition()).isEqualTo(2);
        assertThat(refreshing.books().loads() + other.books().loads()).isEqualTo(loads + 1);
    }
}
