package io.github.cachestarter.cache;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LoadLimitSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.ReplicaSettings;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.invalidation.CacheMarkers;
import io.github.cachestarter.load.Background;
import io.github.cachestarter.load.FailureReporter;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.load.LoadCoordinators;
import io.github.cachestarter.load.LoadExecutors;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.load.Marking;
import io.github.cachestarter.load.Renewals;
import io.github.cachestarter.load.WaitGraph;
import io.github.cachestarter.load.Waiting;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.remote.InMemoryRemoteMarkers;
import io.github.cachestarter.remote.InMemoryRemoteStore;
import io.github.cachestarter.remote.RemoteMarkers;
import io.github.cachestarter.remote.RemoteTier;
import io.github.cachestarter.remote.Sweeper;
import io.github.cachestarter.transaction.TransactionalCoordinator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Caches over a store in memory, and Spring contexts that use them. The cache "switched-off" is just that; entries of one
 * whose name begins with "stale" stand in for loads that fail, except with a {@link NoSuchElementException}; one whose name
 * begins with "limited" runs one load at a time.
 */
final class CacheRig implements AutoCloseable {

    final InMemoryRemoteStore memory = new InMemoryRemoteStore(() -> System.nanoTime() / 1_000, 1, heard -> {});
    final BreakableStore store = new BreakableStore(memory);
    final KeepingCodec codec = new KeepingCodec();
    final List<RemoteException> reported = new CopyOnWriteArrayList<>();
    final List<Finding> findings = new CopyOnWriteArrayList<>();
    final ExecutorService executor = LoadExecutors.daemonPool();
    private final ExecutorService methods = LoadExecutors.loadPool();
    private final AtomicInteger busy = new AtomicInteger();
    /** How far the wall clock of these caches is ahead. */
    volatile Duration ahead = Duration.ZERO;

    final TieredCacheManager manager;
    private final LoadCoordinators coordinators;
    private AnnotationConfigApplicationContext context;

    CacheRig() {
        this(true);
    }

    CacheRig(boolean createOnDemand) {
        coordinators = new LoadCoordinators(
                new LoadRuntime(
                        this::counted,
                        Waiting.polling(),
                        new WaitGraph(),
                        new Renewals((wait, task) -> () -> {}, executor, System::nanoTime),
                        System::nanoTime,
                        () -> Instant.now().plus(ahead),
                        new SecureRandom()),
                false,
                new Background(CacheRig::refused, this::countedMethod, (wait, task) -> () -> {}),
                CacheTtlResolver.NONE);
        manager = new TieredCacheManager(this::cache, List.of("configured"), createOnDemand);
    }

    private TieredCache cache(String name) {
        KeyNames keys = keys(name);
        CacheSettings settings = new CacheSettings(
                name,
                !name.equals("switched-off"),
                "1",
                new TtlSettings(Duration.ofMinutes(5), Duration.ofHours(24), 0.1, Optional.of(Duration.ofMinutes(1))),
                new ValueSettings("json", Optional.empty(), 1 << 20, 0),
                new LoadSettings(!name.startsWith("plain"), Duration.ofMinutes(5), Duration.ofSeconds(10))
                        .with(freshness(name)),
                LocalSettings.DEFAULTS,
                name.startsWith("limited") ? new LoadLimitSettings(1, Duration.ofMillis(300)) : LoadLimitSettings.OFF,
                OnEvictFailure.REPAIR,
                ReplicaSettings.OFF);
        FailureReporter reporter = (operation, failure, key) -> reported.add(failure);
        RemoteMarkers remote =
                store.markers(new InMemoryRemoteMarkers(name, () -> System.nanoTime() / 1_000, heard -> {}));
        Marking markers = new Marking(new CacheMarkers(), remote, time -> true, System::nanoTime, Sweeper.NONE);
        LoadCoordinator loads = coordinators.create(
                settings, LocalTier.NONE, new RemoteTier(store, codec), markers, CacheListener.NO_OP, reporter);
        LoadCoordinator bypass = coordinators.passThrough(name, CacheListener.NO_OP, reporter);
        return new TieredCache(
                settings,
                keys,
                new TransactionalCoordinator(name, loads, bypass, reporter, InstantSource.system()),
                executor,
                this::countedMethod,
                System::nanoTime);
    }

    private static FreshnessSettings freshness(String cache) {
        return cache.startsWith("stale")
                ? FreshnessSettings.OFF.with(new StaleSettings(
                        Duration.ofHours(1), Duration.ofSeconds(30), List.of(NoSuchElementException.class)))
                : FreshnessSettings.OFF;
    }

    private static KeyNames keys(String cache) {
        return new KeyNames("app", "1", cache);
    }

    /** Whether everything that calls left to the executor so far is done. */
    boolean idle() {
        return busy.get() == 0;
    }

    private void counted(Runnable task) {
        counted(executor, task);
    }

    private void countedMethod(Runnable task) {
        counted(methods, task);
    }

    private static void refused(Runnable task) {
        throw new RejectedExecutionException("nothing is refreshed here");
    }

    private void counted(Executor target, Runnable task) {
        busy.incrementAndGet();
        target.execute(() -> {
            try {
                task.run();
            } finally {
                busy.decrementAndGet();
            }
        });
    }

    TieredCache cacheNamed(String name) {
        return manager.getCache(name);
    }

    /** What the store holds under a key. */
    String held(String cache, Object key) {
        byte[] bytes = memory.stored(entryKey(cache, key));
        if (bytes == null) {
            return "nothing";
        }
        return switch (bytes[0]) {
            case 'V' -> "entry";
            case 'C' -> "claimed entry";
            default -> "lease";
        };
    }

    EntryKey entryKey(String cache, Object key) {
        return keys(cache).key(key);
    }

    /** A context with caching enabled the usual way, these beans, and the first of them as a proxy. An interface is not registered, only looked up. */
    <T> T start(Class<T> service, Class<?>... more) {
        context = new AnnotationConfigApplicationContext();
        context.registerBean(TieredCacheManager.class, () -> manager);
        context.registerBean(Findings.class, () -> new Findings() {
            @Override
            public void report(Finding finding) {
                findings.add(finding);
            }

            @Override
            public void resolve(String code, String subject) {}
        });
        context.register(Caching.class);
        if (!service.isInterface()) {
            context.register(service);
        }
        if (more.length > 0) {
            context.register(more);
        }
        context.refresh();
        return context.getBean(service);
    }

    AnnotationConfigApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
        executor.shutdownNow();
        methods.shutdownNow();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {

        @Bean
        static FencedCachingRegistrar fencedCaching() {
            return new FencedCachingRegistrar();
        }
    }
}
