package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.local.LocalTier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CacheStatisticsTests {

    private static final EntryKey KEY = new EntryKey("cache", "key", "app:1:cache:key");

    private static final long MILLI = 1_000_000;

    private final CacheStatistics statistics = new CacheStatistics("products");

    @Test
    void everythingThatHappensIsCountedWhereItBelongs() {
        statistics.hit(MILLI);
        statistics.localHit("key");
        statistics.localHitTook(MILLI);
        statistics.miss(KEY, MissReason.ABSENT, MILLI);
        statistics.miss(KEY, MissReason.ABSENT, MILLI);
        statistics.miss(KEY, MissReason.UNDECODABLE, MILLI);
        statistics.load(MILLI);
        statistics.loadFailure(MILLI);
        statistics.joined();
        statistics.put(MILLI);
        statistics.storeRefused();
        statistics.evict(MILLI);
        statistics.clear(MILLI);
        statistics.error(Operation.GET, failure(Reason.TIMEOUT));
        statistics.error(Operation.GET, failure(Reason.TIMEOUT));
        statistics.error(Operation.EVICT, failure(Reason.DENIED));
        statistics.fallback(Reason.BREAKER_OPEN);

        CacheSnapshot snapshot = statistics.snapshot();

        assertThat(snapshot.name()).isEqualTo("products");
        assertThat(snapshot.hits()).isEqualTo(2);
        assertThat(snapshot.local().hits()).isEqualTo(1);
        assertThat(snapshot.misses()).isEqualTo(3);
        assertThat(snapshot.missesByReason())
                .containsOnly(entry(MissReason.ABSENT, 2L), entry(MissReason.UNDECODABLE, 1L));
        assertThat(List.of(snapshot.loads(), snapshot.loadFailures(), snapshot.joined()))
                .containsOnly(1L);
        assertThat(List.of(snapshot.puts(), snapshot.refusedStores(), snapshot.evictions(), snapshot.clears()))
                .containsOnly(1L);
        assertThat(snapshot.errorsByOperation())
                .containsOnly(
                        entry(Operation.GET, Map.of(Reason.TIMEOUT, 2L)),
                        entry(Operation.EVICT, Map.of(Reason.DENIED, 1L)));
        assertThat(snapshot.errors()).isEqualTo(3);
        assertThat(snapshot.fallbacksByReason()).containsOnly(entry(Reason.BREAKER_OPEN, 1L));
        assertThat(snapshot.fallbacks()).isEqualTo(1);
        assertThat(snapshot.hitRate()).isEqualTo(0.4);
        assertThat(snapshot.verdict()).isEqualTo(Verdict.NO_TRAFFIC);
        assertThat(snapshot.latency()).containsOnlyKeys(Timing.values());
        assertThat(snapshot.latency().values())
                .allSatisfy(percentiles -> assertThat(percentiles.p99Micros()).isBetween(990.0, 1_010.0));
    }

    @Test
    void whatKeepsValuesFreshAndWhoWaitsForOtherInstancesIsInTheSnapshot() {
        times(1, statistics::staleServed);
        times(2, statistics::loadTimedOut);
        times(3, statistics::refreshStarted);
        times(4, statistics::refreshFailed);
        times(5, statistics::refreshRefused);
        times(6, statistics::refreshDropped);
        times(7, statistics::leaseAwaited);
        times(8, statistics::leaseTakenOver);

        CacheSnapshot snapshot = statistics.snapshot();

        assertThat(snapshot.freshness()).isEqualTo(new Freshness(1, 2, new Freshness.Refreshes(3, 4, 5, 6)));
        assertThat(snapshot.leases()).isEqualTo(new Leases(7, 8));
    }

    @Test
    void aSoftClearIsCountedAsAClearAndExplainsNoMiss() {
        Watch everything = new Watch(true, System::nanoTime, cache -> LocalSettings.DEFAULTS);
        CacheStatistics watched = new CacheInsight(cache -> LocalTier.NONE, everything).forCache("products");
        watched.met(KEY, 600_000);

        watched.clearSoftly(MILLI);
        watched.miss(KEY, MissReason.ABSENT, MILLI);
        watched.clear(MILLI);
        watched.miss(KEY, MissReason.ABSENT, MILLI);

        assertThat(watched.clears()).isEqualTo(2);
        assertThat(watched.snapshot().missesByReason())
                .containsOnly(entry(MissReason.REMOVED, 1L), entry(MissReason.MARKED, 1L));
    }

    private static void times(int times, Runnable what) {
        for (int i = 0; i < times; i++) {
            what.run();
        }
    }

    @Test
    void manyThreadsLoseNoCount() {
        int threads = 8;
        int each = 20_000;
        CompletableFuture<?>[] workers = IntStream.range(0, threads)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < each; n++) {
                        statistics.hit(10);
                        statistics.miss(KEY, MissReason.ABSENT, 5_000);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(workers).join();

        assertThat(statistics.hits()).isEqualTo((long) threads * each);
        assertThat(statistics.misses(MissReason.ABSENT)).isEqualTo((long) threads * each);
    }

    @Test
    void theObserverHearsAllDurationsExceptHitsThatNeverLeftTheProcess() {
        List<String> heard = new ArrayList<>();
        statistics.observe((timing, nanos) -> heard.add(timing + " " + nanos));

        statistics.hit(100);
        statistics.hit(100_000);
        statistics.miss(KEY, MissReason.ABSENT, 100);
        statistics.load(101);
        statistics.loadFailure(102);
        statistics.put(103);
        statistics.evict(104);

        assertThat(heard)
                .containsExactly("HIT 100000", "MISS 100", "LOAD 101", "LOAD_FAILURE 102", "PUT 103", "EVICT 104");
        assertThat(statistics.hits()).isEqualTo(2);
    }

    @Test
    void refusedValuesAreCountedAndTheirPlacesAreBounded() {
        for (int i = 0; i < 100; i++) {
            statistics.valueRefused(new RefusedValueException("Order.f" + i, "is a lazy proxy", "fetch it"));
        }
        statistics.valueRefused(new RefusedValueException("Order.f7", "is a lazy proxy", "fetch it"));

        CacheSnapshot snapshot = statistics.snapshot();

        assertThat(snapshot.refusedValues()).isEqualTo(101);
        assertThat(snapshot.refusals()).hasSize(Refusals.MOST_PLACES);
        assertThat(snapshot.refusals().get(0))
                .isEqualTo(new Refusal("Order.f7", "Order.f7: is a lazy proxy", "fetch it", 2));
    }

    private static RemoteException failure(Reason reason) {
        return new RemoteException(reason, "away", null);
    }
}
