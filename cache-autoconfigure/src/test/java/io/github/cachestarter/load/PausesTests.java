package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.load.Pauses.Pause;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is left alone, and for how long. */
class PausesTests {

    private final AtomicLong now = new AtomicLong();
    private final Pauses<String> pauses = new Pauses<>(now::get);

    @Test
    void a_pause_is_over_with_its_time_or_when_it_is_ended() {
        pauses.pause("a", 10);
        pauses.pause("b", 10);
        pauses.pause("c", 10);
        pauses.end("b");
        assertThat(pauses.paused("a")).isTrue();
        assertThat(pauses.paused("b")).isFalse();

        now.set(10);

        assertThat(pauses.paused("a")).isFalse();
    }

    /** Whoever reads in between would take what was evicted just now for what a source that fails cannot better. */
    @Test
    void what_is_prepared_is_no_pause_before_it_begins() {
        Pause pause = pauses.prepare("a", 10);
        assertThat(pauses.paused("a")).isFalse();

        pauses.begin("a", pause);

        assertThat(pauses.paused("a")).isTrue();
        now.set(10);
        assertThat(pauses.paused("a")).isFalse();
    }

    @Test
    void what_was_ended_before_it_began_never_is_a_pause() {
        Pause one = pauses.prepare("a", 10);
        pauses.end("a");
        pauses.begin("a", one);
        assertThat(pauses.paused("a")).isFalse();

        Pause other = pauses.prepare("a", 10);
        pauses.endAll();
        pauses.begin("a", other);
        assertThat(pauses.paused("a")).isFalse();
    }
}
