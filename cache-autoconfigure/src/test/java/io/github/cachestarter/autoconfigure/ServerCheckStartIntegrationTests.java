package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Finding;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What a badly set up server does to a start. */
class ServerCheckStartIntegrationTests {

    private static RedisServerProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        // The first connection of a JVM takes long, and a start waits for a second only.
        with("off").run(Patience::awaitRedis);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void stops_it_with_an_analysis_where_the_settings_say_so() {
        FailureAnalysis failure = SettingsContext.failureOf(with("fail"));

        assertThat(failure.getDescription()).contains("noeviction", ":" + redis.port());
        assertThat(failure.getAction()).contains("maxmemory-policy", "cache-starter.server-check=warn");
    }

    @Test
    void is_a_finding_by_default() {
        with("warn").run(context -> {
            assertThat(context).hasNotFailed();
            await().untilAsserted(() -> assertThat(
                            context.getBean(FindingsRegister.class).current())
                    .extracting(Finding::code)
                    .contains("noeviction"));
        });
    }

    @Test
    void a_server_that_is_away_stops_no_start() {
        with("fail")
                .withPropertyValues("spring.data.redis.port=1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static ApplicationContextRunner with(String mode) {
        return new ApplicationContextRunner()
                .withPropertyValues(
                        "spring.data.redis.host=" + redis.host(),
                        "spring.data.redis.port=" + redis.port(),
                        "cache-starter.server-check=" + mode)
                .withPropertyValues(Patience.settings())
                .withConfiguration(
                        AutoConfigurations.of(CacheStarterAutoConfiguration.class, DataRedisAutoConfiguration.class));
    }
}
