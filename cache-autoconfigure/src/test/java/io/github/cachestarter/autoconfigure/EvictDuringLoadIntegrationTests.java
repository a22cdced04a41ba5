package io.github.cachestarter.autoconfigure;

import static io.github.cachestarter.autoconfigure.Library.BOOK;
import static io.github.cachestarter.autoconfigure.Library.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.autoconfigure.Library.Book;
import io.github.cachestarter.autoconfigure.Library.Books;
import io.github.cachestarter.autoconfigure.Library.Pause;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A change while a load runs that has read the old value, on the instance that loads and on another, both with both tiers
 * over a real Redis: afterwards the old value is in no tier, and the next read loads, once.
 */
class EvictDuringLoadIntegrationTests {

    private static final Map<String, Function<Books, Book>> READS = Map.of(
            "@Cacheable", books -> books.plain(BOOK),
            "sync", books -> books.sync(BOOK),
            "unless", books -> books.unless(BOOK),
            "a future", books -> books.future(BOOK).join(),
            "tags", books -> books.tagged(BOOK));

    private static final AtomicInteger EDITION = new AtomicInteger();

    private static RedisServerProcess redis;
    private static Library loading;
    private static Library other;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        loading = Library.start(redis.port(), EDITION);
        other = Library.start(redis.port(), EDITION);
    }

    @AfterAll
    static void stop() {
        other.close();
        loading.close();
        redis.close();
    }

    @BeforeEach
    void nothingIsCached() {
        loading.books().clear();
        await().atMost(SOON).until(() -> other.found() == null);
        EDITION.set(1);
    }

    static Stream<Arguments> reads() {
        return READS.keySet().stream()
                .flatMap(read -> Stream.of("evict", "clear").map(change -> Arguments.of(read, change)));
    }

    @ParameterizedTest(name = "{1} during {0}")
    @MethodSource("reads")
    void on_the_same_instance(String read, String change) throws Exception {
        changeDuringLoad(read, change, loading);
    }

    @ParameterizedTest(name = "{1} during {0}")
    @MethodSource("reads")
    void on_another_instance(String read, String change) throws Exception {
        changeDuringLoad(read, change, other);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_tag_evicted_while_what_carries_it_is_loaded(boolean onTheSame) throws Exception {
        changeDuringLoad("tags", "tag", onTheSame ? loading : other);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void markers_that_are_deleted_by_hand_while_a_load_runs(boolean onTheSame) throws Exception {
        Library changing = onTheSame ? loading : other;
        changeDuringLoad("tags", "markers lost, tag", changing);
        EDITION.set(1);
        changing.books().clear();
        await().atMost(SOON).until(() -> loading.found() == null && other.found() == null);
        changeDuringLoad("@Cacheable", "markers lost, clear", changing);
    }

    private static void changeDuringLoad(String read, String change, Library changing) throws Exception {
        Function<Books, Book> reading = READS.get(read);
        Pause pause = loading.books().pauseNextLoad();
        CompletableFuture<Book> load = CompletableFuture.supplyAsync(() -> reading.apply(loading.books()));
        pause.awaitReached();
        long heard = loading.messages();
        EDITION.set(2);

        change(changing.books(), change);
        // Messages of clears and tags reach another instance a moment later than the call returns.
        await().atMost(SOON).until(() -> loading.messages() > heard);
        pause.end();

        assertThat(load.get().edition()).as("its caller asked before").isEqualTo(1);
        assertThat(loading.found()).isNull();
        assertThat(other.found()).isNull();
        int loads = loading.books().loads() + other.books().loads();
        assertThat(reading.apply(loading.books()).edition()).isEqualTo(2);
        assertThat(reading.apply(other.books()).edition()).isEqualTo(2);
        assertThat(reading.apply(loading.books()).edition()).isEqualTo(2);
        assertThat(loading.books().loads() + other.books().loads())
                .as("loaded once and kept: no miss for ever")
                .isEqualTo(loads + 1);
    }

    private static void change(Books books, String change) {
        if (change.startsWith("markers lost")) {
            redis.admin().command("DEL", Library.MARKERS);
        }
        switch (change) {
            case "evict" -> books.evict(BOOK);
            case "clear", "markers lost, clear" -> books.clear();
            default -> books.evictShelf();
        }
    }
}
