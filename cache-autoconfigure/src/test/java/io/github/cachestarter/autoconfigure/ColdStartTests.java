package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.insight.readiness.CacheFacts.Recorded;
import io.github.cachestarter.insight.readiness.ReadinessFacts;
import io.github.cachestarter.insight.readiness.ReadinessSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the audit is told of the hot keys of a cache: only what is recorded can be there at the next start. */
class ColdStartTests {

    private static final String NOT_HERE = "cache-starter.caches.products.local.enabled=false";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.data.redis.port=1", "cache-starter.caches.products.ttl=1h")
            .withConfiguration(AutoConfigurations.of(
                    CacheStarterAutoConfiguration.class,
                    CacheStarterInsightAutoConfiguration.class,
                    CacheStarterReadinessAutoConfiguration.class,
                    CacheAutoConfiguration.class,
                    DataRedisAutoConfiguration.class,
                    AopAutoConfiguration.class,
                    TaskExecutionAutoConfiguration.class));

    @Test
    void what_the_process_keeps_is_recorded() {
        assertRecorded(runner, Recorded.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache-starter.mode=local",
                "cache-starter.insight.enabled=false",
                "cache-starter.caches.products.warm-up.enabled=false",
                NOT_HERE
            })
    void nothing_is_recorded_that_nobody_could_use(String setting) {
        assertRecorded(runner.withPropertyValues(setting), Recorded.NO);
    }

    @Test
    void a_warmer_has_a_use_for_the_keys_of_a_cache_that_keeps_nothing_here() {
        assertRecorded(warming("products").withPropertyValues(NOT_HERE), Recorded.YES);
        assertRecorded(warming("prices").withPropertyValues(NOT_HERE), Recorded.NO);
    }

    @Test
    void what_may_be_a_secret_is_not_recorded() {
        assertRecorded(runner.withPropertyValues("cache-starter.readiness.sensitive=products"), Recorded.SECRETS);
    }

    private ApplicationContextRunner warming(String cache) {
        return runner.withBean(CacheWarmer.class, () -> CacheWarmer.of(cache, List.of(), key -> {}));
    }

    private static void assertRecorded(ApplicationContextRunner application, Recorded expected) {
        application.run(context -> {
            ReadinessFacts facts = context.getBean(ReadinessSource.class).facts();

            assertThat(facts.caches())
                    .filteredOn(cache -> cache.settings().name().equals("products"))
                    .extracting(cache -> cache.warmUp().recorded())
                    .containsExactly(expected);
        });
    }
}
