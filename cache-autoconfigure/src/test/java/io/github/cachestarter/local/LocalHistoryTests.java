package io.github.cachestarter.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Random histories of one instance, and the proof that they find a tier that compares no epochs. */
class LocalHistoryTests {

    private static final int STEPS = 20_000;

    @RepeatedTest(3)
    void no_read_is_older_than_an_own_write_or_a_message_that_came_before_it() throws Exception {
        try (LocalHistory history = new LocalHistory(true)) {
            history.run(STEPS);

            assertThat(history.violations()).isEmpty();
            assertThat(history.seen())
                    .as("hits, hits on own puts and dead entries were all there")
                    .allMatch(n -> n > 0);
        }
    }

    @Test
    void a_tier_that_compares_no_epochs_is_found_out() throws Exception {
        try (LocalHistory history = new LocalHistory(false)) {
            history.run(STEPS);

            assertThat(history.violations()).isNotEmpty();
        }
    }
}
