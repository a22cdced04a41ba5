package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.insight.WarmUpResult;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import io.github.cachestarter.warmup.HotKeyRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

/** An instance starts while the Redis that it shares with others has served them for long. */
class WarmUpIntegrationTests {

    private static final int KEYS = 6_500;
    private static final double SKEW = 0.9;
    private static final int RUN = 6_000_000;
    private static final int FIRST = 1_000;

    private RedisServerProcess redis;

    @BeforeEach
    void startRedis() {
        redis = RedisServerProcess.start("--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru");
    }

    @AfterEach
    void stopRedis() {
        redis.close();
    }

    @Test
    void the_first_thousand_requests_find_what_the_last_run_read_most() {
        Zipf load = new Zipf(7);
        try (ConfigurableApplicationContext last = start(Root.class)) {
            Shop shop = last.getBean(Shop.class);
            for (int i = 0; i < RUN; i++) {
                shop.product(load.next());
            }
        }
        double without;
        double with;
        WarmUpResult result;
        try (ConfigurableApplicationContext cold = start(Root.class, "cache-starter.warm-up.max-wait=0")) {
            without = localHitRate(cold);
            assertThat(warmUp(cold)).isNull();
        }
        try (ConfigurableApplicationContext warm = start(Heard.class, "cache-starter.warm-up.max-wait=2m")) {
            result = warmUp(warm);
            with = localHitRate(warm);
        }
        System.out.printf(
                "L1 hit rate of the first %d requests, Zipf %.1f over %d keys: %.3f with warm-up (%s), %.3f without%n",
                FIRST, SKEW, KEYS, with, result, without);
        assertThat(result.state()).isEqualTo("done");
        assertThat(result.caches().get("products").wanted()).isEqualTo(5_000);
        assertThat(with).isGreaterThan(0.9);
        assertThat(without).isLessThan(0.5);
    }

    @Test
    void what_redis_no_longer_has_is_loaded_by_a_warmer_before_the_application_is_ready() {
        try (ConfigurableApplicationContext last = start(Root.class)) {
            Shop shop = last.getBean(Shop.class);
            for (int i = 0; i < 20_000; i++) {
                shop.product((long) (i % 10));
            }
            shop.forget(3);
        }
        try (ConfigurableApplicationContext next = start(HeardWithWarmer.class, "cache-starter.warm-up.max-wait=2m")) {
            Shop shop = next.getBean(Shop.class);
            assertThat(warmUp(next).state()).isEqualTo("done");
            assertThat(shop.loadsWhenReady())
                    .hasValue(2); // the forgotten one, and the one that the warmer names itself
            shop.product(3);
            shop.product(4711);
            assertThat(shop.loads()).hasValue(2);
            WarmUpResult.Keys keys = warmUp(next).caches().get("products");
            assertThat(keys).isEqualTo(new WarmUpResult.Keys(11, 9, 2, 0));
        }
    }

    @Test
    void a_cache_whose_warm_up_is_off_leaves_no_text_of_a_key_behind() {
        try (ConfigurableApplicationContext last =
                start(Root.class, "cache-starter.caches.products.warm-up.enabled=false")) {
            for (int i = 0; i < 20_000; i++) {
                last.getBean(Shop.class).product(1);
            }
        }
        assertThat(redis.admin().command("EXISTS", "shop:%hot:products")).hasToString("0");
    }

    @ParameterizedTest
    @CsvSource({
        "tokens, , 0",
        "tokens, cache-starter.insight.record-keys=tokens, 1",
        "products, cache-starter.readiness.sensitive=products, 0",
        "products, , 1"
    })
    void keys_that_seem_to_be_secrets_are_recorded_only_where_somebody_has_said_so(
            String cache, @Nullable String property, String recorded) {
        try (ConfigurableApplicationContext last =
                start(Root.class, property == null ? new String[0] : new String[] {property})) {
            for (int i = 0; i < 20_000; i++) {
                last.getBean(Shop.class).product(1);
                last.getBean(Shop.class).token("abc");
            }
            assertThat(last.getBean(CacheInsight.class).hottest(cache, 10)).hasSize(Integer.parseInt(recorded));
        }
        assertThat(redis.admin().command("EXISTS", "shop:%hot:" + cache)).hasToString(recorded);
    }

    @Test
    void an_application_that_makes_its_beans_late_records_as_well() {
        try (ConfigurableApplicationContext last = start(Root.class, "spring.main.lazy-initialization=true")) {
            for (int i = 0; i < 20_000; i++) {
                last.getBean(Shop.class).product(1);
            }
        }
        assertThat(redis.admin().command("EXISTS", "shop:%hot:products")).hasToString("1");
    }

    @Test
    void what_cannot_be_recorded_for_a_reason_that_lasts_is_counted_and_told() {
        redis.admin().command("SET", "shop:%hot:products", "no set");
        try (ConfigurableApplicationContext application = start(Root.class)) {
            for (int i = 0; i < 20_000; i++) {
                application.getBean(Shop.class).product(1);
            }
            FindingsRegister findings = application.getBean(FindingsRegister.class);
            HotKeyRecorder recorder = application.getBean(HotKeyRecorder.class);

            recorder.record();

            assertThat(findings.current())
                    .filteredOn(finding -> finding.code().equals("hot-keys-not-recorded"))
                    .hasSize(1)
                    .allSatisfy(finding -> assertThat(finding.subject()).isEqualTo("products"));
            assertThat(application
                            .getBean(CacheInsight.class)
                            .forCache("products")
                            .errors())
                    .isPositive();

            redis.admin().command("DEL", "shop:%hot:products");
            recorder.record();

            assertThat(findings.current()).noneMatch(finding -> finding.code().equals("hot-keys-not-recorded"));
        }
    }

    @Test
    void the_record_is_bounded_and_ends() {
        try (ConfigurableApplicationContext last = start(Root.class, "cache-starter.caches.products.warm-up.keys=5")) {
            for (int i = 0; i < 50_000; i++) {
                last.getBean(Shop.class).product(i % 50);
            }
        }
        assertThat(redis.admin().command("ZCARD", "shop:%hot:products")).hasToString("5");
        assertThat(Long.parseLong(
                        redis.admin().command("TTL", "shop:%hot:products").toString()))
                .isBetween(80_000L, 86_400L);
    }

    @Test
    void a_redis_that_is_away_holds_nobody_up() {
        redis.kill();
        long before = System.nanoTime();
        try (ConfigurableApplicationContext alone = start(WithWarmer.class, "cache-starter.warm-up.max-wait=1m")) {
            assertThat(warmUp(alone).state()).isEqualTo("skipped");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
        }
        redis.restart();
    }

    private static WarmUpResult warmUp(ConfigurableApplicationContext context) {
        return context.getBean(CacheInsight.class).warmUp();
    }

    /** Of the first requests, which are the same for every instance. */
    private static double localHitRate(ConfigurableApplicationContext context) {
        InvalidationBus bus = context.getBean(InvalidationBus.class);
        await().atMost(Duration.ofSeconds(60)).until(() -> bus.isHeard("products"));
        Shop shop = context.getBean(Shop.class);
        Zipf load = new Zipf(11);
        for (int i = 0; i < FIRST; i++) {
            shop.product(load.next());
        }
        assertThat(shop.loads()).hasValue(0); // all of it is in Redis
        return context.getBean(CacheInsight.class).forCache("products").localHits() / (double) FIRST;
    }

    private ConfigurableApplicationContext start(Class<?> root, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.caches.products.ttl=1h",
                "--cache-starter.caches.products.local.ttl=10m",
                "--cache-starter.server-check=off",
                "--spring.main.banner-mode=off"));
        Arrays.stream(more).forEach(property -> arguments.add("--" + property));
        SpringApplication application = new SpringApplication(root);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(Patience.arguments(arguments.toArray(String[]::new)));
    }

    record Product(long id, String name) {}

    static class Shop {

        private final AtomicInteger loads = new AtomicInteger();
        private final AtomicInteger loadsWhenReady = new AtomicInteger(-1);

        // Methods, since a field of the proxy is not that of the bean.
        public AtomicInteger loads() {
            return loads;
        }

        public AtomicInteger loadsWhenReady() {
            return loadsWhenReady;
        }

        @Cacheable("products")
        public Product product(long id) {
            loads.incrementAndGet();
            return new Product(id, "product " + id);
        }

        @Cacheable("tokens")
        public String token(String text) {
            return "token of " + text;
        }

        @CacheEvict("products")
        public void forget(long id) {}

        @EventListener
        public void changed(AvailabilityChangeEvent<ReadinessState> state) {
            if (state.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
                loadsWhenReady.set(loads.get());
            }
        }
    }

    @CachedApplication
    static class Root {

        @Bean
        Shop shop() {
            return new Shop();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Root.class)
    static class WithWarmer {

        @Bean
        CacheWarmer products(Shop shop) {
            return CacheWarmer.of("products", List.of(4711L), key -> shop.product((Long) key));
        }
    }

    /** A warm-up waits for messages for two seconds, and not at all without a connection: a machine may be slower. */
    @Configuration(proxyBeanMethods = false)
    @Import(Root.class)
    static class Heard {

        @Bean
        @Order(0)
        ApplicationRunner untilHeard(InvalidationBus bus) {
            return arguments -> await().atMost(Patience.LONG_ENOUGH).until(() -> bus.isHeard("products"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Heard.class, WithWarmer.class})
    static class HeardWithWarmer {}

    /** Key numbers of which the i-th is read in proportion to 1 / i^skew. */
    private static final class Zipf {

        private final double[] upTo = new double[KEYS];
        private final Random random;

        Zipf(long seed) {
            random = new Random(seed);
            double sum = 0;
            for (int i = 0; i < KEYS; i++) {
                sum += Math.pow(i + 1, -SKEW);
                upTo[i] = sum;
            }
        }

        long next() {
            int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[KEYS - 1]);
            return at < 0 ? -at - 1 : at;
        }
    }
}
