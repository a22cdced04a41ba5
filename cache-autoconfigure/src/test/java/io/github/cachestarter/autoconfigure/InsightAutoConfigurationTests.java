package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.actuate.CacheInsightEndpoint;
import io.github.cachestarter.actuate.CacheStarterHealthIndicator;
import io.github.cachestarter.actuate.SharedRedisHealthIndicator;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.FakeBackend;
import io.github.cachestarter.insight.InsightApplication;
import io.github.cachestarter.metrics.BackendMeters;
import io.github.cachestarter.metrics.CacheMeters;
import io.github.cachestarter.metrics.TieredCacheMeterBinderProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class InsightAutoConfigurationTests {

    private static final String EXPOSED = "management.endpoints.jmx.exposure.include=*";

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class,
                    CacheStarterInsightAutoConfiguration.class,
                    CacheStarterMetricsAutoConfiguration.class,
                    CacheStarterEndpointAutoConfiguration.class,
                    CacheStarterHealthAutoConfiguration.class));

    private final ApplicationContextRunner runner = plain.withConfiguration(AutoConfigurations.of(
                    CacheAutoConfiguration.class,
                    CacheMetricsAutoConfiguration.class,
                    DataRedisHealthContributorAutoConfiguration.class,
                    DataRedisReactiveHealthContributorAutoConfiguration.class,
                    EndpointAutoConfiguration.class))
            .withUserConfiguration(InsightApplication.class)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues("spring.jmx.enabled=true", EXPOSED);

    /** As an application starts: conditions decide before a class is loaded. */
    private final ApplicationContextRunner everything = new ApplicationContextRunner()
            .withUserConfiguration(Everything.class)
            .withPropertyValues("spring.jmx.enabled=true", EXPOSED);

    @Test
    void withEverythingThereEverythingIsThere() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(CacheMeters.class)
                .hasSingleBean(BackendMeters.class)
                .hasSingleBean(TieredCacheMeterBinderProvider.class)
                .hasSingleBean(CacheInsightEndpoint.class)
                .hasSingleBean(CacheStarterHealthIndicator.class));
    }

    @Test
    void withoutMicrometerTheRestIsThere() {
        everything
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(CacheInsightEndpoint.class)
                        .hasSingleBean(CacheStarterHealthIndicator.class)
                        .doesNotHaveBean("cacheStarterMeters"));
    }

    @Test
    void withoutActuatorTheMetersAreThere() {
        everything
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(CacheMeters.class)
                            .doesNotHaveBean("cacheInsightEndpoint")
                            .doesNotHaveBean("cacheStarterHealthIndicator");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .find("cache.gets")
                                    .functionCounters())
                            .isNotEmpty();
                });
    }

    @Test
    void withoutActuatorAndMicrometerOnlyTheNumbersAreThere() {
        everything
                .withClassLoader(new FilteredClassLoader(
                        "io.micrometer", "org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(BackendView.class));
    }

    @Test
    void withoutACacheManagerOfOursNothingIsThere() {
        plain.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(InsightAutoConfigurationTests::nothing);
    }

    @Test
    void anEndpointThatIsNotExposedIsNotThere() {
        runner.withPropertyValues("spring.jmx.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(CacheInsightEndpoint.class));
    }

    @Test
    void theEndpointCanBeSwitchedOff() {
        runner.withPropertyValues("management.endpoint.cacheinsight.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(CacheInsightEndpoint.class));
        assertThat(CacheInsightEndpoint.class.getAnnotation(Endpoint.class).defaultAccess())
                .hasToString("READ_ONLY");
    }

    @Test
    void theHealthOfTheCacheCanBeSwitchedOff() {
        runner.withPropertyValues("management.health.cache-starter.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(CacheStarterHealthIndicator.class));
    }

    @Test
    void aCacheThatIsCreatedLaterHasStandardAndOwnMetersWithEqualTags() {
        runner.run(context -> {
            context.getBean(TieredCacheManager.class).getCache("later");
            MeterRegistry registry = context.getBean(MeterRegistry.class);

            for (String cache : new String[] {"products", "later"}) {
                assertThat(registry.get("cache.gets")
                                .tags("cache", cache, "name", cache, "cache.manager", "cacheManager", "result", "hit")
                                .functionCounter()
                                .count())
                        .isZero();
                assertThat(registry.get("cache.starter.get")
                                .tags("cache", cache, "result", "hit")
                                .timer()
                                .count())
                        .isZero();
            }
        });
    }

    @Test
    void theNameOfTheManagerIsMadeAsSpringBootDoes() {
        assertThat(CacheStarterMetricsAutoConfiguration.managerTag("cacheManager"))
                .isEqualTo("cacheManager");
        assertThat(CacheStarterMetricsAutoConfiguration.managerTag("productsCacheManager"))
                .isEqualTo("products");
        assertThat(CacheStarterMetricsAutoConfiguration.managerTag("other")).isEqualTo("other");
    }

    @Test
    void redisHealthIsOursUntilTheApplicationDecides() {
        runner.run(context ->
                assertThat(context.getBean("redisHealthContributor")).isInstanceOf(SharedRedisHealthIndicator.class));
        runner.withPropertyValues("management.health.redis.enabled=true")
                .run(context -> assertThat(context.getBean("redisHealthContributor"))
                        .isNotInstanceOf(SharedRedisHealthIndicator.class));
        runner.withPropertyValues("management.health.redis.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("redisHealthContributor"));
    }

    @Test
    void redisThatTheApplicationUsesItselfIsDownWhenItIsAway() {
        runner.withUserConfiguration(RedisUsersTests.TakesTemplate.class)
                .withPropertyValues("spring.data.redis.port=1", "spring.data.redis.connect-timeout=200ms")
                .run(context -> {
                    context.getBean(FakeBackend.class).away();
                    assertThat(redisHealth(context)).isEqualTo("DOWN");
                });
        runner.withPropertyValues("spring.data.redis.port=1").run(context -> {
            context.getBean(FakeBackend.class).away();
            assertThat(redisHealth(context)).isEqualTo("DEGRADED");
        });
    }

    private static String redisHealth(AssertableApplicationContext context) {
        HealthIndicator indicator = context.getBean("redisHealthContributor", HealthIndicator.class);
        return indicator.health(true).getStatus().getCode();
    }

    private static void nothing(AssertableApplicationContext context) {
        assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(BackendView.class)
                .doesNotHaveBean(CacheMeters.class)
                .doesNotHaveBean(CacheInsightEndpoint.class)
                .doesNotHaveBean(CacheStarterHealthIndicator.class)
                .doesNotHaveBean(SharedRedisHealthIndicator.class);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataRedisAutoConfiguration.class,
        CacheMetricsAutoConfiguration.class,
        CacheStarterInsightAutoConfiguration.class,
        CacheStarterMetricsAutoConfiguration.class,
        CacheStarterEndpointAutoConfiguration.class,
        CacheStarterHealthAutoConfiguration.class
    })
    @Import(InsightApplication.class)
    static class Everything {}
}
