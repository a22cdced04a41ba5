package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.Freshness.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How fresh an entry is, without a cache around it. */
class FreshnessTests {

    private final AtomicLong now = new AtomicLong();
    private final Random random = new Random(7);

    /** Loaded in half a second, over a minute later. */
    private final EntryMeta entry = new EntryMeta(1, 0, 0, 500, 60_000);

    @Test
    void without_rules_an_entry_is_fresh_as_long_as_it_is_there_and_its_time_is_not_long_over() {
        Freshness off = freshness(FreshnessSettings.OFF);
        now.set(entry.expiresAt() + Freshness.TOLERATED_MILLIS);

        assertThat(off.of(entry)).isEqualTo(State.FRESH);
        now.incrementAndGet();
        assertThat(off.of(entry)).isEqualTo(State.OVER);
        assertThat(off.mayBeDue(entry)).isFalse();
    }

    @Test
    void its_time_counts_from_the_end_of_its_load() {
        Freshness stale = stale(Duration.ofHours(1));

        now.set(60_499);
        assertThat(stale.of(entry)).isEqualTo(State.FRESH);
        now.set(60_500);
        assertThat(stale.of(entry)).isEqualTo(State.STALE);
        now.set(60_500 + 3_600_000);
        assertThat(stale.of(entry)).isEqualTo(State.OVER);
    }

    @Test
    void a_share_of_its_time_is_a_threshold() {
        Freshness threshold = refreshing(new RefreshSettings(Mode.THRESHOLD, 1, 0.75));

        now.set(500 + 44_999);
        assertThat(threshold.of(entry)).isEqualTo(State.FRESH);
        assertThat(threshold.mayBeDue(entry)).isFalse();
        now.set(500 + 45_000);
        assertThat(threshold.of(entry)).isEqualTo(State.DUE);
        assertThat(threshold.mayBeDue(entry)).isTrue();
    }

    @Test
    void what_was_given_more_time_is_not_refreshed() {
        Freshness threshold = refreshing(new RefreshSettings(Mode.THRESHOLD, 1, 0.5));
        now.set(60_400);
        EntryMeta more = threshold.rearmed(entry, new Token(9, 9), 0);

        assertThat(more.expiresAt()).isEqualTo(60_400 + 30_000);
        assertThat(more.identity()).isEqualTo(9);
        now.set(60_400 + 29_999);
        assertThat(threshold.of(more)).isEqualTo(State.FRESH);
    }

    @Test
    void what_the_source_says_is_gone_and_what_ends_a_thread_is_no_reason_to_serve_old_values() {
        Freshness stale = freshness(FreshnessSettings.OFF.with(
                new StaleSettings(Duration.ofHours(1), Duration.ofSeconds(30), List.of(NoSuchElementException.class))));
        now.set(61_000);

        assertThat(stale.standsInFor(entry, new UncheckedIOException(new IOException())))
                .isTrue();
        assertThat(stale.standsInFor(entry, new NoSuchElementException())).isFalse();
        assertThat(stale.standsInFor(entry, new InterruptedException())).isFalse();
        assertThat(stale.standsInFor(entry, new CancellationException())).isFalse();
        assertThat(stale.standsInFor(entry, new OutOfMemoryError())).isFalse();
        now.set(60_500 + 3_600_000);
        assertThat(stale.standsInFor(entry, new IllegalStateException())).isFalse();
    }

    @Test
    void no_draw_makes_an_entry_due_where_none_was_expected() {
        Freshness xfetch = probabilistic(1);
        for (long at = 500; at < 60_500; at += 10) {
            now.set(at);
            boolean possible = xfetch.mayBeDue(entry);
            for (int i = 0; i < 10; i++) {
                assertThat(xfetch.of(entry) == State.DUE && !possible).isFalse();
            }
        }
        now.set(60_499);
        assertThat(xfetch.mayBeDue(entry)).isTrue();
    }

    @Test
    void an_entry_without_a_measured_load_is_not_refreshed_by_probability() {
        Freshness xfetch = probabilistic(1);
        EntryMeta put = new EntryMeta(1, 0, 0, 0, 60_000);
        now.set(59_999);

        for (int i = 0; i < 1_000; i++) {
            assertThat(xfetch.of(put)).isEqualTo(State.FRESH);
        }
    }

    /**
     * The figure of the paper, for XFetch alone: nobody knows of anybody's load, so all who draw while the first one still
     * loads begin another. Readers come a thousand times per load, evenly; no clock but the simulated one.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1.0, 2.0})
    void without_claims_as_many_loads_per_expiry_are_expected_as_the_paper_says(double beta) {
        Freshness xfetch = probabilistic(beta);
        int expiries = 2_000;
        long loads = 0;
        for (int i = 0; i < expiries; i++) {
            loads += loadsOfOneExpiry(xfetch, beta);
        }

        double perExpiry = (double) loads / expiries;
        System.out.printf(
                "XFetch without claims, beta %.1f: %.3f loads per expiry, the paper says %.3f%n",
                beta, perExpiry, Math.exp(1 / beta));
        assertThat(perExpiry).isCloseTo(Math.exp(1 / beta), within(0.05 * Math.exp(1 / beta)));
    }

    /** Five readers in each millisecond; begins where not even one of a hundred million draws would say yes. */
    private long loadsOfOneExpiry(Freshness xfetch, double beta) {
        EntryMeta hot = new EntryMeta(1, 0, 0, 200, 600_000);
        long until = Long.MAX_VALUE;
        long loads = 0;
        for (long at = hot.expiresAt() - (long) (18 * beta * hot.loadMillis()); at < until; at++) {
            now.set(at);
            for (int reader = 0; reader < 5; reader++) {
                if (xfetch.of(hot) != State.FRESH) {
                    loads++;
                    until = Math.min(until, at + hot.loadMillis());
                }
            }
        }
        return loads;
    }

    private Freshness probabilistic(double beta) {
        return refreshing(new RefreshSettings(Mode.PROBABILISTIC, beta, 0.8));
    }

    private Freshness refreshing(RefreshSettings refresh) {
        return freshness(FreshnessSettings.OFF.with(refresh));
    }

    private Freshness stale(Duration onError) {
        return freshness(FreshnessSettings.OFF.with(new StaleSettings(onError, Duration.ofSeconds(30), List.of())));
    }

    private Freshness freshness(FreshnessSettings settings) {
        LoadSettings load = new LoadSettings(true, Duration.ofSeconds(3), Duration.ofSeconds(5)).with(settings);
        return new Freshness(load, () -> Instant.ofEpochMilli(now.get()), random);
    }
}
