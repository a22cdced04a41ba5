package io.github.cachestarter.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Findings;
import io.github.cachestarter.LoadLimitSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.ReplicaSettings;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.codec.HeaderEntryCodec;
import io.github.cachestarter.codec.SelfCheck;
import io.github.cachestarter.codec.state.RegisteredTypes;
import io.github.cachestarter.codec.state.StateCodec;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.Watch;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.load.LoadCoordinators;
import io.github.cachestarter.load.LoadExecutors;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.load.Renewals;
import io.github.cachestarter.load.WaitGraph;
import io.github.cachestarter.load.Waiting;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.local.LocalTimes;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.transaction.TransactionalCoordinator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The same hits through Spring's own caching over Caffeine and through ours, wired as in an application. */
final class HitPaths implements AutoCloseable {

    private static final int KEYS = 1_024;

    private final ExecutorService executor = LoadExecutors.daemonPool();
    private final LocalTiers locals =
            new LocalTiers(new LocalTimes(System::nanoTime, System::currentTimeMillis, key -> false), Findings.NO_OP);
    private final Watch watch = new Watch(
            Boolean.parseBoolean(System.getProperty("insight", "true")),
            System::nanoTime,
            cache -> LocalSettings.DEFAULTS);
    private final TieredCacheManager ours = new TieredCacheManager(this::cache, List.of("products", "synced"), true);
    private final CaffeineCacheManager springs = new CaffeineCacheManager("products", "synced");
    private final AnnotationConfigApplicationContext ourContext = context(ours, OurCaching.class);
    private final AnnotationConfigApplicationContext springContext;
    private final Products ourProducts = ourContext.getBean(Products.class);
    private final Products springProducts;
    private final Cache ourCache;
    private final Cache springCache;
    private final String[] keys = new String[KEYS];
    private int next;

    HitPaths() {
        springs.setCaffeine(Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(10)));
        springContext = context(springs, SpringCaching.class);
        springProducts = springContext.getBean(Products.class);
        ourCache = ours.getCache("products");
        springCache = springs.getCache("products");
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "product-" + i;
            for (Products products : List.of(ourProducts, springProducts)) {
                products.find(keys[i]);
                products.findSynced(keys[i]);
            }
        }
    }

    Object springGet() {
        return springCache.get(key());
    }

    Object ourGet() {
        return ourCache.get(key());
    }

    Object springCall() {
        return springProducts.find(key());
    }

    Object ourCall() {
        return ourProducts.find(key());
    }

    Object springSync() {
        return springProducts.findSynced(key());
    }

    Object ourSync() {
        return ourProducts.findSynced(key());
    }

    @Override
    public void close() {
        ourContext.close();
        springContext.close();
        executor.shutdownNow();
    }

    private String key() {
        return keys[next++ & (KEYS - 1)];
    }

    private TieredCache cache(String name) {
        CacheSettings settings = new CacheSettings(
                name,
                true,
                "1",
                new TtlSettings(Duration.ofHours(1), Duration.ofHours(24), 0, Optional.empty()),
                new ValueSettings("json", Optional.empty(), 1 << 20, 0),
                new LoadSettings(true, Duration.ofMinutes(5), Duration.ofSeconds(10)),
                LocalSettings.DEFAULTS,
                LoadLimitSettings.OFF,
                OnEvictFailure.REPAIR,
                ReplicaSettings.OFF);
        HeaderEntryCodec codec = new HeaderEntryCodec(
                name,
                settings.values(),
                new StateCodec(RegisteredTypes.none()),
                Findings.NO_OP,
                SelfCheck.OFF,
                bound -> bound - 1);
        LocalTier local = locals.create(name, now -> now != 0, settings.local(), codec);
        LoadRuntime runtime = new LoadRuntime(
                executor,
                Waiting.polling(),
                new WaitGraph(),
                new Renewals((wait, task) -> () -> {}, executor, System::nanoTime),
                System::nanoTime,
                InstantSource.system(),
                new SecureRandom());
        LoadCoordinators coordinators = new LoadCoordinators(runtime);
        CacheStatistics statistics = new CacheInsight(locals::of, watch).forCache(name);
        LoadCoordinator loads = coordinators.createLocal(settings, local, statistics, (operation, failure, key) -> {});
        LoadCoordinator bypass = coordinators.passThrough(name, statistics, (operation, failure, key) -> {});
        return new TieredCache(
                settings,
                new KeyNames("app", "1", name),
                new TransactionalCoordinator(
                        name, loads, bypass, (operation, failure, key) -> {}, InstantSource.system()),
                executor,
                executor,
                System::nanoTime);
    }

    private static AnnotationConfigApplicationContext context(CacheManager manager, Class<?> caching) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(CacheManager.class, () -> manager);
        context.register(caching, Products.class);
        context.refresh();
        return context;
    }

    record Product(String id, String name) {}

    static class Products {

        @Cacheable("products")
        public Product find(String id) {
            return new Product(id, "chair");
        }

        @Cacheable(cacheNames = "synced", sync = true)
        public Product findSynced(String id) {
            return new Product(id, "chair");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class SpringCaching {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class OurCaching {

        @Bean
        static FencedCachingRegistrar fencedCaching() {
            return new FencedCachingRegistrar();
        }
    }
}
