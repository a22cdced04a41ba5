package io.github.cachestarter.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.history.HistoryChecker.Violation;
import io.github.cachestarter.history.Operation.Kind;
import io.github.cachestarter.history.Operation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three JVMs, one Redis, one database, and faults: evict wins. Each scenario takes {@value #MILLIS} ms, times the system
 * property {@code history.rounds}; every round has other random numbers.
 */
class HistoryIntegrationTests {

    private static final long MILLIS = 2_000;
    private static final int ROUNDS = Integer.getInteger("history.rounds", 1);
    private static final int SHOWN = 10;

    private static Fleet fleet;
    private static Mode open;

    @BeforeAll
    static void start() throws Exception {
        fleet = Fleet.start();
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    static Stream<Arguments> scenarios() {
        return Mode.safe().stream().flatMap(mode -> Fault.all().stream().map(fault -> Arguments.of(mode, fault)));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("scenarios")
    void no_read_is_older_than_promised(Mode mode, Fault fault) throws Exception {
        open(mode);
        for (int round = 0; round < ROUNDS; round++) {
            List<Operation> history = fleet.run(fault, System.nanoTime(), MILLIS);
            List<Violation> violations = new ArrayList<>(new HistoryChecker(mode.promise()).check(history));
            violations.addAll(fleet.agreement(history));
            System.out.printf("%s with %s: %s %s%n", mode, fault, summary(history), fleet.counts());
            assertThat(violations.stream().limit(SHOWN)).as(() -> fleet.logs()).isEmpty();
            assertEventful(history);
        }
    }

    /** Else its runs would prove nothing of it. */
    @Test
    void with_a_local_tier_calm_reads_do_not_go_to_redis() throws Exception {
        open(Mode.TIERED);
        await().atMost(Duration.ofMinutes(2)).until(() -> fleet.readsOfRedis() == 0);
    }

    @Test
    void a_cache_that_fences_nothing_is_caught() throws Exception {
        assertCaught(Mode.NAIVE);
    }

    @Test
    void a_local_tier_that_nobody_invalidates_is_caught() throws Exception {
        assertCaught(Mode.NAIVE_LOCAL);
    }

    private static void assertCaught(Mode mode) throws Exception {
        open(mode);
        List<Operation> history = fleet.run(Fault.CALM, 1, MILLIS);
        List<Violation> violations = new HistoryChecker(mode.promise()).check(history);
        System.out.printf("%s: %s, %d violations%n", mode, summary(history), violations.size());
        assertThat(violations).extracting(Violation::rule).contains("a read is too old");
    }

    /** Starting a mode takes a second, so one is left open for the next scenario. */
    private static void open(Mode mode) throws Exception {
        if (mode != open) {
            open = null;
            fleet.open(mode);
            open = mode;
        }
    }

    /** A run in which little happened proves nothing. */
    private static void assertEventful(List<Operation> history) {
        for (Kind kind : Kind.values()) {
            assertThat(history.stream()
                            .filter(operation -> operation.kind() == kind
                                    && operation.outcome() == Outcome.DONE
                                    && operation.instance() != Fleet.NOBODY)
                            .count())
                    .as("finished operations of the kind %s", kind)
                    .isPositive();
        }
    }

    private static String summary(List<Operation> history) {
        return history.size() + " operations, "
                + history.stream()
                        .filter(operation -> operation.outcome() == Outcome.UNKNOWN)
                        .count()
                + " unknown";
    }
}
