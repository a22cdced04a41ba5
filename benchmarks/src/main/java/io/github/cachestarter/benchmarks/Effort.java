package io.github.cachestarter.benchmarks;

import io.github.cachestarter.benchmarks.scenario.EntrySize;
import io.github.cachestarter.benchmarks.scenario.Scenario;
import io.github.cachestarter.benchmarks.subject.Contender;
import java.time.Duration;
import java.util.List;

/** How much time a run takes, and how far its numbers can be trusted. */
public enum Effort {
    /** Seconds: shows that everything is put together rightly, measures nothing worth reading. */
    SMOKE(1, 0, 1, 1, Duration.ofMillis(20)),
    /** Under five minutes, without JetCache and Redisson: shows a large mistake. */
    QUICK(1, 1, 3, 2, Duration.ofMillis(500)),
    /** Half an hour: everybody and everything, except how costs grow. */
    STANDARD(1, 2, 4, 3, Duration.ofSeconds(1)),
    /** Eleven minutes: only how the costs of a hit grow with entries and threads. */
    GROWTH(1, 1, 3, 3, Duration.ofSeconds(1)),
    /** Three hours: the same in rounds, and how costs grow. */
    FULL(5, 1, 6, 5, Duration.ofSeconds(1));

    private final int rounds;
    private final int forks;
    private final int warmUps;
    private final int iterations;
    private final Duration iteration;

    Effort(int rounds, int forks, int warmUps, int iterations, Duration iteration) {
        this.rounds = rounds;
        this.forks = forks;
        this.warmUps = warmUps;
        this.iterations = iterations;
        this.iteration = iteration;
    }

    /** Iterations of one benchmark before it is measured: what runs in the server's rhythm needs seconds to be compiled. */
    int warmUps() {
        return warmUps;
    }

    /** How often everything is measured from the start; a target is judged by the median of the rounds. */
    int rounds() {
        return rounds;
    }

    /** JVMs in which one benchmark is measured in one round, since each compiles it a little differently; 0 is this one. */
    int forks() {
        return forks;
    }

    /** Measured iterations of one benchmark in one JVM. */
    int iterations() {
        return iterations;
    }

    /** Length of one iteration. */
    Duration iteration() {
        return iteration;
    }

    /** What is measured besides JMH's benchmarks. */
    List<Scenario> scenarios() {
        return switch (this) {
            case SMOKE -> List.of(new EntrySize(List.of(Contender.LETTUCE)));
            case QUICK -> Scenario.all(3, 3);
            case STANDARD -> Scenario.all(7, 11);
            case GROWTH -> List.of();
            case FULL -> Scenario.all(20, 20);
        };
    }

    /** Whether this one takes part. */
    boolean includes(Contender contender) {
        return this != QUICK || (contender != Contender.JETCACHE && contender != Contender.REDISSON);
    }
}
