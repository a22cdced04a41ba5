package io.github.cachestarter.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockJumpTests {

    private static final long MILLI = 1_000_000;

    private long nanos;
    private long wallMillis;
    private long between;
    private final ClockJump clocks = new ClockJump(
            () -> {
                long now = nanos;
                nanos += between;
                return now;
            },
            () -> Instant.ofEpochMilli(wallMillis),
            Duration.ofMillis(100));

    @Test
    void aPauseThatTheMonotonicClockSleptThroughIsNoticedOnce() {
        pass(250);
        assertThat(clocks.happened()).isFalse();
        pass(250);
        wallMillis += 101;
        assertThat(clocks.happened()).isTrue();
        pass(250);
        assertThat(clocks.happened()).isFalse();
    }

    @Test
    void aClockThatIsBeingAdjustedIsNone() {
        for (int i = 0; i < 100; i++) {
            pass(250);
            wallMillis += 21; // as fast as it is done
            assertThat(clocks.happened()).isFalse();
        }
    }

    @Test
    void aThreadThatIsStoppedBetweenTheTwoReadingsIsNoneAndHidesNone() {
        pass(250);
        between = 400 * MILLI;
        assertThat(clocks.happened()).isFalse();
        nanos -= between; // the last reading was only for the time that passed in between
        between = 0;
        wallMillis += 400;
        assertThat(clocks.happened()).isFalse();
        pass(250);
        wallMillis += 500;
        between = 400 * MILLI;
        assertThat(clocks.happened()).isFalse();
        between = 0;
        nanos -= 400 * MILLI;
        wallMillis += 400;
        assertThat(clocks.happened()).as("with the next look").isTrue();
    }

    private void pass(long millis) {
        nanos += millis * MILLI;
        wallMillis += millis;
    }
}
