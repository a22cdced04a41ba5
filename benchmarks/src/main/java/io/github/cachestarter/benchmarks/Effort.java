package io.github.cachestarter.benchmarks;

import io.github.cachestarter.benchmarks.scenario.EntrySize;
import io.github.cachestarter.benchmarks.scenario.Scenario;
import io.github.cachestarter.benchmarks.subject.Contender;
import java.time.Duration;
import java.util.List;

/** How much time a run takes, and how far its numbers can be trusted. */
public enum Effort {
    /** Seconds: shows that everything is put together rightly, measures nothing worth reading. */
    SMOKE(1, 1, Duration.ofMillis(20)),
    /** Under five minutes: shows a large mistake. */
    QUICK(1, 2, Duration.ofMillis(700)),
    /** An hour: the numbers to publish. */
    FULL(5, 5, Duration.ofSeconds(1));

    private final int rounds;
    private final int iterations;
    private final Duration iteration;

    Effort(int rounds, int iterations, Duration iteration) {
        this.rounds = rounds;
        this.iterations = iterations;
        this.iteration = iteration;
    }

    /** How often everything is measured from the start; a target is judged by the median of the rounds. */
    int rounds() {
        return rounds;
    }

    /** Measured iterations of one benchmark in one round. */
    int iterations() {
        return iterations;
    }

    /** Length of one iteration. */
    Duration iteration() {
        return iteration;
    }

    /** Whether it is also measured how costs grow with entries and threads. */
    boolean growth() {
        return this == FULL;
    }

    /** What is measured besides JMH's benchmarks. */
    List<Scenario> scenarios() {
        return this == SMOKE ? List.of(new EntrySize(List.of(Contender.LETTUCE))) : Scenario.all(this == FULL ? 20 : 5);
    }
}
