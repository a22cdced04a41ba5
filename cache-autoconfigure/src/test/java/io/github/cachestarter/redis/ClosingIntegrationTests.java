package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Closing in the middle of a handshake that is never answered. */
@ExtendWith(OutputCaptureExtension.class)
class ClosingIntegrationTests {

    /** A handshake ends after this time by itself. */
    private static final Duration HANDSHAKE = Duration.ofMillis(300);

    private static final RedisSettings SETTINGS =
            new RedisSettings(Duration.ofMillis(500), Duration.ofMillis(500), HANDSHAKE);

    @ParameterizedTest
    @ValueSource(ints = {50, 250, 290, 298, 300, 302, 310, 600})
    void leavesNothingAndLogsNothingWhateverTheHandshakeIsAt(int millis, CapturedOutput output) {
        try (RedisServerProcess redis = RedisServerProcess.start()) {
            redis.pause();
            RedisAccess access = RedisAccess.open(redis.url(), SETTINGS);
            // The moment is the point of the test, not a wait for something.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            access.close();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(ourThreads()).isEmpty());
            redis.resume();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(redis.admin().clients()).hasSize(1));
        }
        assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "event executor terminated");
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("cache-starter"))
                .toList();
    }
}
