package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class CronScheduleTests {

    private final CronSchedule sixInBerlin = new CronSchedule("0 0 6 * * *", ZoneId.of("Europe/Berlin"));

    @Test
    void six_in_berlin_is_another_moment_in_summer() {
        assertThat(sixInBerlin.next(Instant.parse("2026-01-10T12:00:00Z"))).isEqualTo("2026-01-11T05:00:00Z");
        assertThat(sixInBerlin.next(Instant.parse("2026-07-10T12:00:00Z"))).isEqualTo("2026-07-11T04:00:00Z");
        assertThat(sixInBerlin.next(Instant.parse("2026-03-28T12:00:00Z")))
                .as("over the night in which summer time begins")
                .isEqualTo("2026-03-29T04:00:00Z");
    }

    @Test
    void at_that_moment_the_next_one_counts() {
        assertThat(sixInBerlin.next(Instant.parse("2026-01-11T05:00:00Z"))).isEqualTo("2026-01-12T05:00:00Z");
    }

    @Test
    void a_moment_that_never_comes_again_is_far_away() {
        CronSchedule never = new CronSchedule("0 0 0 31 2 *", ZoneId.of("UTC"));
        assertThat(never.next(Instant.parse("2026-01-01T00:00:00Z"))).isAfter("2035-01-01T00:00:00Z");
    }

    @Test
    void what_is_no_expression_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CronSchedule("at six", ZoneId.of("UTC")));
    }
}
