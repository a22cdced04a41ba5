package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Findings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LoadLimitSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.ReplicaSettings;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.invalidation.CacheMarkers;
import io.github.cachestarter.invalidation.SoftClears.SoftClear;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.local.LocalTimes;
import io.github.cachestarter.remote.RemoteMarkers;
import io.github.cachestarter.remote.RemoteStore;
import io.github.cachestarter.remote.RemoteTier;
import io.github.cachestarter.remote.Sweeper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Instances of one cache over one store, and threads to call them from. Closed by the test. */
final class Rig implements AutoCloseable {

    static final EntryKey KEY = key("k");
    static final Duration LONG = Duration.ofSeconds(30);

    private static final TtlSettings TTL =
            new TtlSettings(Duration.ofMinutes(5), Duration.ofHours(24), 0.1, Optional.empty());

    final StagedStore store;
    final FakeCodec codec = new FakeCodec();
    final Queue<RemoteException> reported = new ConcurrentLinkedQueue<>();
    final CountingListener heard = new CountingListener();
    final WaitGraph waits = new WaitGraph();
    final ExecutorService executor = LoadExecutors.daemonPool();
    /** Where the work of asynchronous callers goes at this time. */
    volatile Executor runs = executor;
    /** Runs the loaders of asynchronous callers and of those with a time limit. */
    volatile Executor loads = executor;

    final ManualLoadTimer timer = new ManualLoadTimer();
    final Renewals renewals = new Renewals(timer, Runnable::run, timer);
    /** Runs refreshes; a test may hold or refuse them. */
    volatile Executor refreshes = executor;

    LoadTimer limitTimer = LoadTimer.on(LoadExecutors.daemonTimer());
    RandomGenerator random = new Random(1);
    volatile InstantSource wallClock = InstantSource.system();
    /** The monotonic clock of soft clears. */
    volatile LongSupplier nanos = System::nanoTime;
    /** What instances that are made from now on keep in their process. */
    LocalTier memory = LocalTier.NONE;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    Rig() {
        this(new StagedStore());
    }

    Rig(StagedStore store) {
        this.store = store;
    }

    static EntryKey key(String key) {
        return new EntryKey("things", key, "app:1:things:" + key);
    }

    /** A loader of a value that can be evicted by these tags. */
    static Callable<Object> tagged(Object value, String... tags) {
        return () -> new Loaded(value, true, List.of(tags));
    }

    static CacheSettings settings(Duration waitMax) {
        return settings(waitMax, TTL);
    }

    static CacheSettings settings(Duration waitMax, TtlSettings ttl) {
        return settings(waitMax, ttl, LoadLimitSettings.OFF, OnEvictFailure.REPAIR);
    }

    static CacheSettings limited(int maxConcurrent, Duration maxWait) {
        return settings(LONG, TTL, new LoadLimitSettings(maxConcurrent, maxWait), OnEvictFailure.REPAIR);
    }

    static CacheSettings throwing() {
        return settings(LONG, TTL, LoadLimitSettings.OFF, OnEvictFailure.THROW);
    }

    /** Entries that live for exactly so long, under these rules. */
    static CacheSettings fresh(Duration ttl, FreshnessSettings rules) {
        return with(ttl, new LoadSettings(true, Duration.ofSeconds(10), LONG).with(rules));
    }

    /** The same with this limit. */
    static CacheSettings limited(CacheSettings settings, int maxConcurrent, Duration maxWait) {
        return new CacheSettings(
                settings.name(),
                true,
                settings.keyVersion(),
                settings.ttl(),
                settings.values(),
                settings.load(),
                settings.local(),
                new LoadLimitSettings(maxConcurrent, maxWait),
                settings.onEvictFailure(),
                settings.replicas());
    }

    static CacheSettings with(Duration ttl, LoadSettings load) {
        return new CacheSettings(
                "things",
                true,
                "1",
                new TtlSettings(ttl, Duration.ofHours(24), 0, Optional.empty()),
                new ValueSettings("json", Optional.empty(), 1 << 20, 0),
                load,
                LocalSettings.DEFAULTS,
                LoadLimitSettings.OFF,
                OnEvictFailure.REPAIR,
                ReplicaSettings.OFF);
    }

    private static CacheSettings settings(
            Duration waitMax, TtlSettings ttl, LoadLimitSettings limit, OnEvictFailure onEvictFailure) {
        return new CacheSettings(
                "things",
                true,
                "1",
                ttl,
                new ValueSettings("json", Optional.empty(), 1 << 20, 0),
                new LoadSettings(true, Duration.ofSeconds(10), waitMax),
                LocalSettings.DEFAULTS,
                limit,
                onEvictFailure,
                ReplicaSettings.OFF);
    }

    /** One more instance, as if in another JVM, except that tests see its flights. */
    Instance instance() {
        return instance(settings(LONG));
    }

    Instance instance(CacheSettings settings) {
        return instance(settings, heard);
    }

    Instance instance(CacheSettings settings, CacheListener listener) {
        return instance(settings, listener, Waiting.polling());
    }

    Instance instance(CacheSettings settings, Waiting waiting) {
        return instance(settings, heard, waiting);
    }

    /** One whose calls fail when their value cannot be kept. */
    Instance failingOnRefused() {
        return instance(settings(LONG), heard, Waiting.polling(), true);
    }

    /** One that reaches the store through another. */
    Instance over(RemoteStore other, Guard guard, CacheSettings settings) {
        CacheMarkers known = new CacheMarkers();
        Far far = new Far(other, guard.over(store.markers(), known), known);
        return instance(settings, heard, Waiting.polling(), false, far);
    }

    private Instance instance(CacheSettings settings, CacheListener listener, Waiting waiting) {
        return instance(settings, listener, waiting, false);
    }

    private Instance instance(CacheSettings settings, CacheListener listener, Waiting waiting, boolean failOnRefused) {
        return instance(
                settings, listener, waiting, failOnRefused, new Far(store, store.markers(), new CacheMarkers()));
    }

    private Instance instance(
            CacheSettings settings, CacheListener listener, Waiting waiting, boolean failOnRefused, Far far) {
        LoadRuntime runtime = new LoadRuntime(
                task -> runs.execute(task),
                waiting,
                waits,
                renewals,
                System::nanoTime,
                () -> wallClock.instant(),
                new SecureRandom());
        CacheMarkers known = far.known();
        AtomicBoolean gate = new AtomicBoolean(true);
        store.hears(marker -> {
            long now = nanos.getAsLong();
            if (gate.get() && marker.kind() == Kind.SOFT) {
                SoftClear soft =
                        new SoftClear(marker.stamp(), now, now + marker.spread().toNanos());
                known.marked(soft, now);
            } else if (gate.get() && marker.stamp() > 0) {
                known.marked(marker.key().isEmpty() ? null : marker.key(), marker.stamp());
            }
        });
        Flights flights = new Flights();
        known.onClear(flights::detachAll);
        Marking markers = new Marking(known, far.markers(), now -> gate.get(), () -> nanos.getAsLong(), Sweeper.NONE);
        Freshness freshness = new Freshness(settings.load(), false, markers, runtime.clock(), random);
        Duration longer = settings.load().freshness().stale().onError();
        RemoteTier remote = new RemoteTier(far.store(), codec, longer, null, null, new byte[0]);
        LoadContext context = new LoadContext(
                settings,
                new Tiers(memory, remote, markers, CacheListener.NO_OP, !failOnRefused, freshness),
                new Reports(
                        settings.name(),
                        listener,
                        (op, failure, key) -> reported.add(failure),
                        System::nanoTime,
                        failOnRefused),
                new TtlPolicy(settings.ttl(), CacheTtlResolver.NONE, runtime.clock(), runtime.random()),
                flights,
                new HeldKeys(),
                new LoadLimit(settings.name(), settings.loadLimit()),
                freshness,
                new Background(task -> refreshes.execute(task), task -> loads.execute(task), limitTimer),
                runtime);
        return new Instance(new SingleFlightCoordinator(context), context.flights(), known, gate);
    }

    /** What an instance without Redis needs, on the times of this rig. */
    LoadRuntime alone() {
        return new LoadRuntime(
                executor,
                Waiting.polling(),
                waits,
                renewals,
                () -> nanos.getAsLong(),
                () -> wallClock.instant(),
                new SecureRandom());
    }

    /** The memory of a process, on the times of this rig. */
    LocalTier memory(LocalSettings settings) {
        LocalTimes times = new LocalTimes(
                () -> nanos.getAsLong(), () -> wallClock.instant().toEpochMilli(), key -> false);
        return new LocalTiers(times, Findings.NO_OP).create("things", now -> true, settings, codec);
    }

    /** Runs on a thread of its own. */
    <T> CompletableFuture<T> call(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable ex) {
                result.completeExceptionally(ex);
            }
        });
        return result;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        executor.shutdownNow();
    }

    /** The result, within a deadline that only a test that fails ever meets. */
    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }

    private record Far(RemoteStore store, RemoteMarkers markers, CacheMarkers known) {}

    /** Puts something between an instance, which knows these markers, and those that lie beside the entries. */
    interface Guard {
        RemoteMarkers over(RemoteMarkers markers, CacheMarkers known);
    }

    /** A coordinator and its flights; what it knows of markers, and whether it hears of them. */
    record Instance(LoadCoordinator loads, Flights flights, CacheMarkers markers, AtomicBoolean gate) {

        Object get(Callable<?> loader) throws Exception {
            return loads.get(KEY, null, loader);
        }

        boolean evict() {
            return loads.evict(KEY).await();
        }
    }
}
