package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTests {

    @ParameterizedTest
    @CsvSource({
        "1000, 0, excellent",
        "951, 49, excellent",
        "950, 50, good",
        "95, 5, good",
        "800, 200, good",
        "799, 201, investigate",
        "600, 400, investigate",
        "599, 401, barely helping",
        "0, 100, barely helping",
        "99, 0, no traffic",
        "100, 0, excellent",
        "50, 49, no traffic",
        "0, 0, no traffic"
    })
    void aHitRateHasOneVerdict(long hits, long misses, String verdict) {
        assertThat(Verdict.of(hits, misses).text()).isEqualTo(verdict);
    }

    @Test
    void withoutRequestsTheHitRateIsZeroAndNotNaN() {
        assertThat(Verdict.hitRate(0, 0)).isZero();
        assertThat(Verdict.hitRate(9, 1)).isEqualTo(0.9);
    }
}
