package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;

class TieredCacheTests {

    private final CacheRig rig = new CacheRig();
    private final TieredCache cache = rig.cacheNamed("things");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aValueThatWasPutIsRead() {
        cache.put("k", "v");
        assertThat(cache.get("k").get()).isEqualTo("v");
        assertThat(cache.get("k", String.class)).isEqualTo("v");
    }

    @Test
    void anUnknownKeyIsNull() {
        assertThat(cache.get("k")).isNull();
        assertThat(cache.get("k", String.class)).isNull();
        assertThat(rig.store.commands).as("a plain read takes no lease").containsOnly("get");
    }

    @Test
    void aCachedNullIsAWrapperAndAMissIsNot() {
        cache.put("k", null);
        assertThat(cache.get("k")).isNotNull();
        assertThat(cache.get("k").get()).isNull();
    }

    @Test
    void aValueOfAnotherTypeIsAnIllegalState() {
        cache.put("k", "v");
        assertThatThrownBy(() -> cache.get("k", Integer.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("String")
                .hasMessageContaining("Integer");
    }

    @Test
    void aLoaderRunsOnceAndItsValueStays() {
        assertThat(cache.get("k", () -> "v")).isEqualTo("v");
        assertThat(cache.<String>get("k", () -> {
                    throw new AssertionError("loaded again");
                }))
                .isEqualTo("v");
    }

    @Test
    void aFailedLoadIsAValueRetrievalExceptionWithTheVeryCauseAndLeavesNoLease() {
        IOException failure = new IOException("no database");
        assertThatThrownBy(() -> cache.get("k", () -> {
                    throw failure;
                }))
                .isInstanceOfSatisfying(
                        ValueRetrievalException.class,
                        ex -> assertThat(ex.getKey()).isEqualTo("k"))
                .hasCause(failure);
        assertThat(rig.held("things", "k")).isEqualTo("nothing");
    }

    @Test
    void aLoaderRunsOnceWhileTheStoreIsAway() {
        rig.store.goesAway();
        assertThat(cache.get("k", () -> "v")).isEqualTo("v");
        assertThat(rig.reported).isNotEmpty();
    }

    @Test
    void nothingFailsWhileTheStoreIsAway() {
        rig.store.goesAway();
        cache.put("k", "v");
        cache.evict("k");
        cache.clear();
        assertThat(cache.evictIfPresent("k")).isFalse();
        assertThat(cache.invalidate()).isFalse();
        assertThat(cache.get("k")).isNull();
        assertThat(cache.retrieve("k").join()).isNull();
        assertThat(cache.putIfAbsent("k", "v")).isNull();
    }

    @Test
    void retrieveTellsACachedNullFromAMiss() {
        assertThat(cache.retrieve("k").join()).isNull();
        cache.put("k", null);
        assertThat(cache.retrieve("k").join().get()).isNull();
    }

    @Test
    void retrieveLoadsOnceAndFailsWithTheVeryException() throws Exception {
        assertThat(cache.retrieve("k", () -> CompletableFuture.completedFuture("v"))
                        .get())
                .isEqualTo("v");
        IOException failure = new IOException("no database");
        assertThatThrownBy(() -> cache.retrieve("other", () -> CompletableFuture.failedFuture(failure))
                        .get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
        assertThat(rig.held("things", "other")).isEqualTo("nothing");
    }

    @Test
    void aCallerThatCancelsDisturbsNobodyElse() {
        CompletableFuture<String> value = new CompletableFuture<>();
        CompletableFuture<String> first = cache.retrieve("k", () -> value);
        CompletableFuture<String> second = cache.retrieve("k", () -> value);
        await().until(rig::idle); // it has joined
        assertThat(first.cancel(true)).isTrue();
        value.complete("v");
        assertThat(second.join()).isEqualTo("v");
    }

    @Test
    void evictAndInvalidateTellTheTruth() {
        cache.put("k", "v");
        assertThat(cache.evictIfPresent("k")).isTrue();
        assertThat(cache.evictIfPresent("k")).isFalse();
        cache.put("k", "v");
        assertThat(cache.invalidate()).as("not determined").isFalse();
        assertThat(cache.get("k")).isNull();
    }

    @Test
    void putIfAbsentKeepsWhatIsThere() {
        assertThat(cache.putIfAbsent("k", "first")).isNull();
        assertThat(cache.putIfAbsent("k", "second").get()).isEqualTo("first");
        assertThat(cache.get("k").get()).isEqualTo("first");
        assertThat(rig.held("things", "k")).isEqualTo("entry");
    }

    @Test
    void whoPutsIfAbsentWaitsForALoadAndFindsItsValue() {
        CompletableFuture<String> value = new CompletableFuture<>();
        CompletableFuture<String> load = cache.retrieve("k", () -> value);
        await().until(() -> rig.held("things", "k").equals("lease"));
        CompletableFuture<Cache.ValueWrapper> put = CompletableFuture.supplyAsync(() -> cache.putIfAbsent("k", "put"));
        await().until(() ->
                rig.store.commands.stream().filter("acquire"::equals).count() > 2);

        value.complete("loaded");

        assertThat(put.join().get()).isEqualTo("loaded");
        assertThat(load.join()).isEqualTo("loaded");
        assertThat(cache.get("k").get()).isEqualTo("loaded");
    }

    @Test
    void aCacheThatIsSwitchedOffPassesEverythingThroughAndAsksNothingOfItsKeys() {
        Cache off = rig.cacheNamed("switched-off");
        Object key = new Object();
        off.put(key, "v");
        assertThat(off.get(key)).isNull();
        assertThat(off.get(key, () -> "loaded")).isEqualTo("loaded");
        assertThat(off.retrieve(key, () -> CompletableFuture.completedFuture("later"))
                        .join())
                .isEqualTo("later");
        assertThat(off.evictIfPresent(key)).isFalse();
        assertThat(off.putIfAbsent(key, "v")).isNull();
        assertThat(rig.store.commands).isEmpty();
    }
}
