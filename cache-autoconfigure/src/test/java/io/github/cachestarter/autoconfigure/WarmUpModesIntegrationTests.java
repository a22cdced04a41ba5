package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.autoconfigure.WarmUpIntegrationTests.Heard;
import io.github.cachestarter.autoconfigure.WarmUpIntegrationTests.HeardWithWarmer;
import io.github.cachestarter.autoconfigure.WarmUpIntegrationTests.Root;
import io.github.cachestarter.autoconfigure.WarmUpIntegrationTests.Shop;
import io.github.cachestarter.autoconfigure.WarmUpIntegrationTests.WithWarmer;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.WarmUpResult;
import io.github.cachestarter.insight.WarmUpResult.Keys;
import io.github.cachestarter.testing.RedisCluster;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** The start of an application in each mode, over a cluster, and while its source hangs. */
class WarmUpModesIntegrationTests {

    /** Enough that each of three keys is among those of which one in 128 is looked at. */
    private static final int READS = 6_000;

    private static final String LONG_ENOUGH = "cache-starter.warm-up.max-wait=60s";

    @Test
    void over_redis_alone_a_warmer_loads_what_redis_no_longer_has() {
        try (RedisServerProcess redis = RedisServerProcess.start()) {
            String[] remote = {"cache-starter.mode=remote", LONG_ENOUGH, "spring.data.redis.port=" + redis.port()};
            try (ConfigurableApplicationContext last = start(WithWarmer.class, remote)) {
                Shop shop = last.getBean(Shop.class);
                for (int i = 0; i < READS; i++) {
                    shop.product(i % 3);
                }
                shop.forget(1);
                shop.forget(4711);
            }
            try (ConfigurableApplicationContext next = start(HeardWithWarmer.class, remote)) {
                assertThat(next.getBean(Shop.class).loadsWhenReady()).hasValue(2);
                assertThat(warmUp(next).caches()).containsEntry("products", new Keys(4, 2, 2, 0));
            }
        }
    }

    @Test
    void in_the_memory_of_the_process_alone_a_warmer_loads_what_it_names() {
        try (ConfigurableApplicationContext local = start(WithWarmer.class, LONG_ENOUGH, "cache-starter.mode=local")) {
            Shop shop = local.getBean(Shop.class);
            assertThat(shop.loadsWhenReady()).hasValue(1);
            shop.product(4711);
            assertThat(shop.loads()).hasValue(1);
            assertThat(warmUp(local).state()).isEqualTo("done");
            assertThat(warmUp(local).caches()).containsEntry("products", new Keys(1, 0, 1, 0));
        }
    }

    @Test
    void over_a_cluster_the_hot_keys_of_the_last_run_are_read_into_memory() {
        try (RedisCluster redis = RedisCluster.start()) {
            String nodes = redis.nodes().stream()
                    .map(node -> node.host() + ":" + node.port())
                    .collect(Collectors.joining(","));
            String cluster = "spring.data.redis.cluster.nodes=" + nodes;
            try (ConfigurableApplicationContext last = start(Root.class, LONG_ENOUGH, cluster)) {
                Shop shop = last.getBean(Shop.class);
                for (int i = 0; i < READS; i++) {
                    shop.product(i % 3);
                }
            }
            try (ConfigurableApplicationContext next = start(Heard.class, LONG_ENOUGH, cluster)) {
                assertThat(warmUp(next).state()).isEqualTo("done");
                assertThat(warmUp(next).caches()).containsEntry("products", new Keys(3, 3, 0, 0));
                Shop shop = next.getBean(Shop.class);
                for (int i = 0; i < 3; i++) {
                    shop.product(i);
                }
                assertThat(shop.loads()).hasValue(0);
                assertThat(next.getBean(CacheInsight.class).forCache("products").localHits())
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void a_source_that_hangs_does_not_keep_the_application_from_becoming_ready() {
        try (RedisServerProcess redis = RedisServerProcess.start();
                ConfigurableApplicationContext hanging = start(
                        WithHangingSource.class,
                        "spring.data.redis.port=" + redis.port(),
                        "cache-starter.warm-up.max-wait=3s",
                        "cache-starter.warm-up.concurrency=2")) {
            Hanging source = hanging.getBean(Hanging.class);
            try {
                assertThat(source.hangingWhenReady)
                        .as("two at a time, and both hang still")
                        .hasValue(2);
                assertThat(warmUp(hanging).state()).isEqualTo("timed-out");
                assertThat(warmUp(hanging).caches()).containsEntry("products", new Keys(5, 0, 0, 0));
            } finally {
                source.over.countDown();
            }
        }
    }

    private static WarmUpResult warmUp(ConfigurableApplicationContext context) {
        return context.getBean(CacheInsight.class).warmUp();
    }

    private static ConfigurableApplicationContext start(Class<?> root, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                // Generous, so that a busy machine does not look like an outage.
                "--cache-starter.timeouts.read=5s",
                "--cache-starter.timeouts.write=5s",
                "--cache-starter.local.max-staleness=10s",
                "--cache-starter.caches.products.ttl=1h",
                "--cache-starter.caches.products.local.ttl=10m",
                "--cache-starter.server-check=off",
                "--spring.main.banner-mode=off"));
        Arrays.stream(more).forEach(property -> arguments.add("--" + property));
        SpringApplication application = new SpringApplication(root);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(arguments.toArray(String[]::new));
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Heard.class)
    static class WithHangingSource {

        @Bean
        Hanging source() {
            return new Hanging();
        }

        @Bean
        CacheWarmer products(Hanging source) {
            return CacheWarmer.of("products", List.of(1, 2, 3, 4, 5), key -> source.ask());
        }
    }

    static class Hanging {

        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicInteger hanging = new AtomicInteger();
        private final AtomicInteger hangingWhenReady = new AtomicInteger(-1);

        void ask() throws InterruptedException {
            hanging.incrementAndGet();
            try {
                assertThat(over.await(2, TimeUnit.MINUTES)).isTrue();
            } finally {
                hanging.decrementAndGet();
            }
        }

        @EventListener
        void changed(AvailabilityChangeEvent<ReadinessState> state) {
            if (state.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
                hangingWhenReady.set(hanging.get());
            }
        }
    }
}
