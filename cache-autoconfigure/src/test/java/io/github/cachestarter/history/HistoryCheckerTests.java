package io.github.cachestarter.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.history.Operation.Kind;
import io.github.cachestarter.history.Operation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories whose verdict is known. Times are milliseconds. */
class HistoryCheckerTests {

    private static final int KEY = 3;
    private static final int WRITER = 0;
    private static final int OTHER = 1;

    private static final Promise REMOTE = Promise.remote(Duration.ofMillis(100));
    private static final Promise TIERED = Promise.tiered(Duration.ofMillis(100), Duration.ofMillis(500));

    private final List<Operation> history = new ArrayList<>();

    @Test
    void reads_that_see_every_finished_change_are_right() {
        read(OTHER, 0, 1, 5);
        change(Kind.EVICT, WRITER, 1, 10, 20);
        read(OTHER, 1, 21, 22);
        change(Kind.PUT, OTHER, 2, 30, 40);
        read(WRITER, 2, 41, 42);
        assertThat(violations(REMOTE)).isEmpty();
    }

    @Test
    void a_read_that_began_before_the_change_ended_may_be_older() {
        change(Kind.EVICT, WRITER, 1, 10, 20);
        read(WRITER, 0, 20, 200);
        read(OTHER, 0, 15, 200);
        assertThat(violations(REMOTE)).isEmpty();
    }

    @Test
    void a_read_after_a_change_of_its_own_instance_must_see_it_with_and_without_a_local_tier() {
        for (Kind kind : List.of(Kind.EVICT, Kind.PUT, Kind.CLEAR)) {
            history.clear();
            change(kind, WRITER, 1, 10, 20);
            read(WRITER, 0, 21, 22);
            assertThat(violations(REMOTE)).hasSize(1);
            assertThat(violations(TIERED)).hasSize(1);
        }
    }

    @Test
    void a_read_elsewhere_must_see_it_at_once_without_a_local_tier() {
        for (Kind kind : List.of(Kind.EVICT, Kind.PUT)) {
            history.clear();
            change(kind, WRITER, 1, 10, 20);
            read(OTHER, 0, 21, 22);
            assertThat(violations(REMOTE)).hasSize(1);
            assertThat(violations(TIERED)).isEmpty();
        }
    }

    @Test
    void a_read_elsewhere_must_see_it_after_the_promised_time_with_a_local_tier() {
        change(Kind.EVICT, WRITER, 1, 10, 20);
        read(OTHER, 0, 120, 300);
        assertThat(violations(TIERED)).isEmpty();
        read(OTHER, 0, 121, 122);
        assertThat(violations(TIERED)).singleElement().asString().contains("too old", "gave 0", "gave 1");
    }

    @Test
    void a_clear_is_seen_elsewhere_after_the_promised_time() {
        change(Kind.CLEAR, WRITER, 1, 10, 20);
        read(OTHER, 0, 120, 121);
        assertThat(violations(REMOTE)).isEmpty();
        read(OTHER, 0, 121, 122);
        assertThat(violations(REMOTE)).hasSize(1);
    }

    @Test
    void while_its_breaker_is_open_an_instance_with_a_local_tier_may_be_older_but_not_than_its_own_changes() {
        change(Kind.EVICT, WRITER, 1, 10, 20);
        outageRead(OTHER, 520, 521);
        assertThat(violations(TIERED)).isEmpty();
        assertThat(violations(REMOTE)).hasSize(1);
        outageRead(OTHER, 521, 522);
        assertThat(violations(TIERED)).hasSize(1);
        outageRead(WRITER, 21, 22);
        assertThat(violations(TIERED)).hasSize(2);
    }

    @Test
    void an_older_change_counts_although_the_newest_is_too_young_to() {
        change(Kind.EVICT, WRITER, 1, 10, 20);
        change(Kind.EVICT, WRITER, 2, 200, 210);
        read(OTHER, 0, 215, 220);
        assertThat(violations(TIERED)).hasSize(1);
    }

    @Test
    void a_change_that_ended_earlier_with_a_newer_version_counts() {
        change(Kind.EVICT, WRITER, 1, 10, 60);
        change(Kind.EVICT, OTHER, 2, 20, 30);
        read(WRITER, 1, 40, 41);
        assertThat(violations(REMOTE)).hasSize(1);
    }

    @Test
    void a_change_of_another_key_demands_nothing() {
        change(Kind.EVICT, WRITER, 1, 10, 20);
        history.add(new Operation(Kind.READ, WRITER, KEY + 1, 0, ms(30), ms(31), Outcome.DONE, false));
        assertThat(violations(REMOTE)).isEmpty();
    }

    @Test
    void a_change_that_is_not_known_to_have_happened_demands_nothing_elsewhere_but_may_be_seen() {
        history.add(new Operation(Kind.EVICT, WRITER, KEY, 1, ms(10), ms(20), Outcome.UNKNOWN, false));
        read(OTHER, 0, 30, 31);
        read(OTHER, 1, 30, 31);
        assertThat(violations(REMOTE)).isEmpty();
    }

    @Test
    void a_change_that_failed_and_was_reported_binds_its_own_instance() {
        history.add(new Operation(Kind.EVICT, WRITER, KEY, 1, ms(10), ms(20), Outcome.UNKNOWN, false));
        read(OTHER, 0, 30, 31);
        assertThat(violations(REMOTE)).isEmpty();
        read(WRITER, 0, 30, 31);
        assertThat(violations(REMOTE)).hasSize(1);
    }

    @Test
    void a_value_from_the_future_is_caught() {
        read(OTHER, 1, 1, 5);
        change(Kind.EVICT, WRITER, 1, 10, 20);
        assertThat(violations(REMOTE)).singleElement().asString().contains("nobody had written");
    }

    @Test
    void a_value_that_was_never_written_is_caught() {
        change(Kind.EVICT, WRITER, 1, 10, 20);
        read(OTHER, 7, 30, 31);
        assertThat(violations(REMOTE)).singleElement().asString().contains("nobody had written");
    }

    @Test
    void a_call_that_throws_is_caught() {
        history.add(new Operation(Kind.READ, WRITER, KEY, 0, ms(10), ms(20), Outcome.THREW, false));
        history.add(new Operation(Kind.EVICT, WRITER, KEY, 1, ms(10), ms(20), Outcome.THREW, false));
        assertThat(violations(REMOTE)).hasSize(2);
    }

    @Test
    void quiet_reads_must_agree_with_the_database() {
        read(WRITER, 4, 1, 2);
        read(OTHER, 5, 1, 2);
        assertThat(HistoryChecker.agreement(history, List.of(), new long[] {0, 0, 0, 5}))
                .hasSize(1);
    }

    @Test
    void an_operation_survives_its_line_of_text() {
        Operation operation = new Operation(Kind.PUT, 2, 7, 12, -5, 99, Outcome.UNKNOWN, true);
        assertThat(Operation.of(operation.line())).isEqualTo(operation);
    }

    private List<HistoryChecker.Violation> violations(Promise promise) {
        return new HistoryChecker(promise).check(history);
    }

    private void read(int instance, long version, long start, long end) {
        history.add(new Operation(Kind.READ, instance, KEY, version, ms(start), ms(end), Outcome.DONE, false));
    }

    private void outageRead(int instance, long start, long end) {
        history.add(new Operation(Kind.READ, instance, KEY, 0, ms(start), ms(end), Outcome.DONE, true));
    }

    private void change(Kind kind, int instance, long version, long start, long end) {
        history.add(new Operation(kind, instance, KEY, version, ms(start), ms(end), Outcome.DONE, false));
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
