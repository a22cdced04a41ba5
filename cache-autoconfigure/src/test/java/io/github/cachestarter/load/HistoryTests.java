package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Many readers and writers on two instances, lost keys, failures and commands that run late: no read that starts after an
 * evict or put returned gives an older value. The same history must find the mistake in a store that compares no tokens.
 */
class HistoryTests {

    private static final int READS = 3_000;

    @RepeatedTest(3)
    void no_read_that_starts_after_an_evict_or_put_returned_gives_older() {
        try (History history = new History(new StagedStore())) {
            history.run(READS);

            assertThat(history.violations()).isEmpty();
            assertThat(history.seen())
                    .as("hits, joined loads and refused stores were all there")
                    .allMatch(n -> n > 0);
        }
    }

    @Test
    void a_store_without_fencing_is_found_out() {
        int rounds = 0;
        boolean found = false;
        while (!found && rounds++ < 50) {
            try (History history = new History(new StagedStore(false))) {
                history.run(READS / 10);
                found = !history.violations().isEmpty();
            }
        }
        assertThat(found).as("an old value after an evict, within 50 rounds").isTrue();
    }
}
