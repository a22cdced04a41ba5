package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.report.Series;
import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many callers of one cold key at a time, in one JVM or in several. What counts is how often the loader runs, and how much
 * later than the loader the slowest callers (the 99th percentile) have their value.
 */
final class Stampede implements Scenario {

    private static final int WARM_UPS = 20;

    private final String name;
    private final int jvms;
    private final int threads;
    private final int repetitions;

    /**
     * @param name of the operation in the results
     * @param threads callers in each JVM
     */
    Stampede(String name, int jvms, int threads, int repetitions) {
        this.name = name;
        this.jvms = jvms;
        this.threads = threads;
        this.repetitions = repetitions;
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.BOOT_REDIS_IMMEDIATE, Contender.JETCACHE, Contender.REDISSON, Contender.PROJECT);
    }

    @Override
    public void measure(Contender contender, RedisAddress redis, Results results) throws Exception {
        RedisControl.flush(redis);
        List<ChildJvm> crowds = new ArrayList<>();
        try {
            for (int i = 0; i < jvms; i++) {
                crowds.add(new ChildJvm(Crowd.class, redis, contender.name(), String.valueOf(threads)));
            }
            for (ChildJvm crowd : crowds) {
                crowd.nextAnswer();
            }
            for (int i = -WARM_UPS; i < repetitions; i++) {
                Outcome outcome = stampede(crowds, "cold-" + (i + WARM_UPS));
                if (i >= 0) {
                    results.add(Series.of(name, contender), outcome.p99Millis() - Crowd.LOADER_MILLIS, "ms");
                    results.add(Series.of(name + ":loads", contender), outcome.loads, "loads");
                }
            }
        } finally {
            for (ChildJvm crowd : crowds) {
                crowd.close();
            }
        }
    }

    private static Outcome stampede(List<ChildJvm> crowds, String key) throws IOException {
        crowds.forEach(crowd -> crowd.ask(key));
        int loads = 0;
        List<Long> nanos = new ArrayList<>();
        for (ChildJvm crowd : crowds) {
            String[] numbers = crowd.nextAnswer().split(" ", -1);
            loads += Integer.parseInt(numbers[0]);
            Arrays.stream(numbers).skip(1).map(Long::valueOf).forEach(nanos::add);
        }
        return new Outcome(loads, nanos.stream().sorted().toList());
    }

    private record Outcome(int loads, List<Long> sortedNanos) {

        double p99Millis() {
            return sortedNanos.get((int) Math.ceil(sortedNanos.size() * 0.99) - 1) / 1e6;
        }
    }
}
