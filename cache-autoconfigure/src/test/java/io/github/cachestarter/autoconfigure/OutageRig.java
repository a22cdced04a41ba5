package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.CacheRecoveredEvent;
import io.github.cachestarter.CacheUnavailableEvent;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** An application before a Redis that things happen to, and the traffic on its annotated methods. */
final class OutageRig implements AutoCloseable {

    static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    final RedisServerProcess redis =
            RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
    final FaultProxy proxy = FaultProxy.before(redis.port());
    final Heard heard;
    final ShopTraffic traffic;

    private final AtomicLongArray database = new AtomicLongArray(ShopTraffic.PRODUCTS);
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private final String[] settings;

    /** In this mode, and with time-outs under which a busy machine does not look like an outage. */
    static OutageRig in(String mode) {
        return new OutageRig(
                "--cache-starter.mode=" + mode,
                // With memory, so that there are reads that Redis answers nevertheless.
                "--cache-starter.defaults.local.ttl=50ms",
                "--cache-starter.timeouts.read=500ms",
                "--cache-starter.timeouts.write=500ms");
    }

    /** The traffic is under way, and hits, when this returns. */
    OutageRig(String... settings) {
        this.settings = settings;
        ConfigurableApplicationContext context = application();
        heard = context.getBean(Heard.class);
        traffic = ShopTraffic.start(context.getBean(VersionedShop.class), database);
        awaitRemoteHits();
    }

    /**
     * Waits until annotated methods were answered by Redis again, and again.
     *
     * @return how long it took until the first one was
     */
    Duration awaitRemoteHits() {
        int before = heard.hits.get();
        long began = System.nanoTime();
        await().pollInterval(Duration.ofMillis(10)).atMost(LONG_ENOUGH).until(() -> heard.hits.get() > before);
        Duration first = Duration.ofNanos(System.nanoTime() - began);
        await().atMost(LONG_ENOUGH).until(() -> heard.hits.get() > before + 300);
        return first;
    }

    /** The traffic ends; every change is told to Redis, and neither this instance nor a new one finds an old value. */
    void nothingOldIsLeft() {
        traffic.close();
        traffic.nothingWasThrownAndNothingOldWasRead();
        ConfigurableApplicationContext one = contexts.get(0);
        await().atMost(LONG_ENOUGH).until(one.getBean(RepairQueue.class)::isEmpty);
        Patience.awaitRedis(one);
        everyProductIsNew(one);
        everyProductIsNew(application());
    }

    private void everyProductIsNew(ConfigurableApplicationContext context) {
        VersionedShop shop = context.getBean(VersionedShop.class);
        for (int id = 0; id < ShopTraffic.PRODUCTS; id++) {
            assertThat(shop.product(id)).as("product %s", id).isEqualTo(database.get(id));
        }
    }

    private ConfigurableApplicationContext application() {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + proxy.port(),
                "--spring.main.banner-mode=off"));
        arguments.addAll(List.of(settings));
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("database", database));
        ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new));
        contexts.add(context);
        Patience.awaitRedis(context);
        return context;
    }

    @Override
    public void close() {
        traffic.close();
        contexts.forEach(ConfigurableApplicationContext::close);
        proxy.close();
        redis.close();
    }

    @CachedApplication
    @Import({VersionedShop.class, Heard.class})
    static class Root {}

    /** Counts what the cache tells. */
    static class Heard implements CacheListenerFactory, CacheListener {

        /** Reads that Redis answered. */
        final AtomicInteger hits = new AtomicInteger();

        final AtomicInteger outages = new AtomicInteger();
        final AtomicInteger recoveries = new AtomicInteger();
        private final Map<Reason, AtomicInteger> errors = new ConcurrentHashMap<>();

        int errors() {
            return errors.values().stream().mapToInt(AtomicInteger::get).sum();
        }

        int errors(Reason reason) {
            return errors.computeIfAbsent(reason, any -> new AtomicInteger()).get();
        }

        @Override
        public CacheListener forCache(String name) {
            return this;
        }

        @Override
        public void hit(long nanos) {
            hits.incrementAndGet();
        }

        @Override
        public void error(Operation operation, RemoteException failure) {
            errors.computeIfAbsent(failure.reason(), any -> new AtomicInteger()).incrementAndGet();
        }

        @EventListener
        void unavailable(CacheUnavailableEvent event) {
            outages.incrementAndGet();
        }

        @EventListener
        void recovered(CacheRecoveredEvent event) {
            recoveries.incrementAndGet();
        }
    }
}
