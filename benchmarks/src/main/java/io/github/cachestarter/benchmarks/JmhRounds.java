package io.github.cachestarter.benchmarks;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.report.Series;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks in rounds. Each round measures everyone once, each in a JVM of its own, so that what is compared
 * lies close together in time, and a busy minute of the machine spoils one round and not one contender.
 */
final class JmhRounds {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String USUAL_ENTRIES = "1000";

    /** Before each of these an entry is put, and what that allocates is in JMH's number. */
    private static final Set<String> WITH_ANOTHER = Set.of("Write.evict", "RoundTrip.del", "RoundTrip.announcedDel");

    private static final TimeValue PATIENCE = TimeValue.minutes(30);

    private final Effort effort;
    private final RedisAddress redis;
    private final Path directory;

    JmhRounds(Effort effort, RedisAddress redis, Path directory) {
        this.effort = effort;
        this.redis = redis;
        this.directory = directory;
    }

    /**
     * Adds the values of all iterations of each benchmark, and leaves JMH's own JSON of each round in the directory.
     */
    void run(Results results) throws RunnerException {
        for (int round = 1; round <= effort.rounds(); round++) {
            List<RunResult> all = new ArrayList<>();
            for (Step step : Step.all(effort, round)) {
                all.addAll(run(step));
            }
            for (RunResult result : all) {
                record(result, round, results);
            }
            Path json = directory.resolve("jmh-round-" + round + ".json");
            ResultFormatFactory.getInstance(ResultFormatType.JSON, json.toString())
                    .writeOut(all);
        }
    }

    private Collection<RunResult> run(Step step) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(effort.iteration().toMillis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(step.benchmarks())
                .threads(step.threads())
                .forks(effort.forks())
                .warmupIterations(effort.warmUps())
                .warmupTime(time)
                .measurementIterations(effort.iterations())
                .measurementTime(time)
                .shouldFailOnError(effort == Effort.SMOKE)
                .timeout(PATIENCE)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xms1500m", "-Xmx1500m", redis.option());
        step.parameters().forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return new Runner(options.build()).run();
    }

    private static void record(RunResult run, int round, Results results) {
        BenchmarkParams params = run.getParams();
        String name = params.getBenchmark();
        String operation = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        Series series = new Series(operation, contender(params), variant(params));
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                Result<?> time = iteration.getPrimaryResult();
                results.add(series, round, time.getScore(), unit(time.getScoreUnit()));
                Result<?> bytes = iteration.getSecondaryResults().get(ALLOCATED);
                if (bytes != null && !WITH_ANOTHER.contains(operation)) {
                    results.add(series.bytes(), round, bytes.getScore(), "bytes");
                }
            }
        }
    }

    private static @Nullable Contender contender(BenchmarkParams params) {
        String name = params.getParam("contender");
        return name == null ? null : Contender.valueOf(name);
    }

    private static String variant(BenchmarkParams params) {
        List<String> parts = new ArrayList<>();
        if (params.getThreads() > 1) {
            parts.add(params.getThreads() + " threads");
        }
        String entries = params.getParam("entries");
        if (entries != null && !entries.equals(USUAL_ENTRIES)) {
            parts.add(entries + " entries");
        }
        String tiers = params.getParam("tiers");
        if (tiers != null) {
            parts.add(tiers);
        }
        return String.join(", ", parts);
    }

    private static String unit(String perOperation) {
        return perOperation.replace("/op", "").replace("us", "µs");
    }
}
