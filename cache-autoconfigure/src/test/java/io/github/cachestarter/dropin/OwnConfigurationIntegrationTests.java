package io.github.cachestarter.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Applications that configured Spring's caching themselves keep what they configured. */
@ExtendWith(OutputCaptureExtension.class)
class OwnConfigurationIntegrationTests {

    private static RedisServerProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void its_own_proxies_and_order_stay() {
        try (ConfigurableApplicationContext context = run("proxies", ClassProxies.class)) {
            Greetings greetings = context.getBean(Greetings.class);
            Object advised = context.getBean("greeter");

            assertThat(AopUtils.isCglibProxy(advised)).isTrue();
            assertThat(((Advised) advised).getAdvisors())
                    .anySatisfy(advisor ->
                            assertThat(((Ordered) advisor).getOrder()).isEqualTo(42));
            assertOneLoad(greetings);
        }
    }

    @Test
    void its_own_configurer_key_generator_and_error_handler_are_used() {
        try (ConfigurableApplicationContext context = run("configurer", Configurer.class)) {
            assertOneLoad(context.getBean(Greetings.class));

            assertThat(cache(context).get("hello[a]")).isNotNull();
        }
    }

    @Test
    void its_own_error_handler_hears_of_an_outage_and_the_call_goes_on() {
        try (RedisServerProcess dying =
                        RedisServerProcess.start("--maxmemory", "9mb", "--maxmemory-policy", "allkeys-lru");
                ConfigurableApplicationContext context =
                        run("handler", Configurer.class, "spring.data.redis.port=" + dying.port())) {
            Greetings greetings = context.getBean("greeter", Greetings.class);
            assertOneLoad(greetings);
            dying.kill();

            assertThat(greetings.hello("b")).isEqualTo("hello b");
            assertThat(context.getBean(Configurer.class).heard).isNotEmpty();
        }
    }

    @Test
    void its_own_cache_manager_stays_the_only_one(CapturedOutput output) {
        try (ConfigurableApplicationContext context = run("manager", OwnManager.class)) {
            assertThat(context.getBeansOfType(CacheManager.class)).containsOnlyKeys("mine");
            assertThat(context.getBeansOfType(TieredCacheManager.class)).isEmpty();
            assertOneLoad(context.getBean(Greetings.class));
        }
        assertOneWarning(output, "CacheManager of its own: bean 'mine'");
    }

    @Test
    void a_cache_type_that_was_chosen_stays(CapturedOutput output) {
        try (ConfigurableApplicationContext context = run("type", ChosenType.class, "spring.cache.type=redis")) {
            assertThat(context.getBean(CacheManager.class).getClass().getSimpleName())
                    .isEqualTo("RedisCacheManager");
            // One call only: that manager's put is not awaited, so a second one may come too early for a hit.
            assertThat(context.getBean(Greetings.class).hello("a")).isEqualTo("hello a");
        }
        assertOneWarning(output, "spring.cache.type=redis is set");
    }

    private static Cache cache(ConfigurableApplicationContext context) {
        return context.getBean(CacheManager.class).getCache("greetings");
    }

    private static void assertOneLoad(Greetings greetings) {
        assertThat(greetings.hello("a")).isEqualTo("hello a");
        assertThat(greetings.hello("a")).isEqualTo("hello a");
        assertThat(greetings.count()).isEqualTo(1);
    }

    private static void assertOneWarning(CapturedOutput output, String text) {
        assertThat(output.getOut().lines().filter(line -> line.contains("stands back")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(" WARN ").contains(text));
    }

    private static ConfigurableApplicationContext run(String name, Class<?> configuration, String... properties) {
        ConfigurableApplicationContext started = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .properties(Patience.settings(
                        "spring.application.name=" + name,
                        "spring.main.banner-mode=off",
                        "spring.data.redis.port=" + redis.port()))
                .properties(properties)
                .run();
        Patience.awaitRedis(started);
        return started;
    }

    /** A cached service, behind an interface. */
    interface Greetings {

        String hello(String name);

        int count();
    }

    static class Greeter implements Greetings {

        private final AtomicInteger loads = new AtomicInteger();

        @Override
        @Cacheable("greetings")
        public String hello(String name) {
            loads.incrementAndGet();
            return "hello " + name;
        }

        @Override
        public int count() {
            return loads.get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
            })
    static class Plain {

        @Bean
        Greeter greeter() {
            return new Greeter();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true, order = 42)
    static class ClassProxies extends Plain {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class ChosenType extends Plain {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class OwnManager extends Plain {

        @Bean
        CacheManager mine() {
            return new ConcurrentMapCacheManager();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Configurer extends Plain implements CachingConfigurer {

        private final List<RuntimeException> heard = new CopyOnWriteArrayList<>();

        @Override
        public KeyGenerator keyGenerator() {
            return (target, method, arguments) -> method.getName() + Arrays.toString(arguments);
        }

        @Override
        public CacheErrorHandler errorHandler() {
            return new SimpleCacheErrorHandler() {
                @Override
                public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
                    heard.add(exception);
                }
            };
        }
    }
}
