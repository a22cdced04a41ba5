package io.github.cachestarter.benchmarks;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.report.Series;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
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

    private final Effort effort;
    private final RedisAddress redis;
    private final Path directory;

    JmhRounds(Effort effort, RedisAddress redis, Path directory) {
        this.effort = effort;
        this.redis = redis;
        this.directory = directory;
    }

    /**
     * Adds one value of each benchmark for each round, or for each iteration if there is a single round, and leaves JMH's own
     * JSON of each round in the directory.
     */
    void run(Results results) throws RunnerException {
        for (int round = 1; round <= effort.rounds(); round++) {
            List<RunResult> all = new ArrayList<>();
            for (Step step : Step.all(effort)) {
                all.addAll(run(step));
            }
            all.forEach(result -> record(result, results));
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
                .forks(effort == Effort.SMOKE ? 0 : 1)
                .warmupIterations(effort.warmUps())
                .warmupTime(time)
                .measurementIterations(effort.iterations())
                .measurementTime(time)
                .shouldFailOnError(effort == Effort.SMOKE)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xms1500m", "-Xmx1500m", redis.option());
        step.parameters().forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return new Runner(options.build()).run();
    }

    private void record(RunResult run, Results results) {
        if (effort.rounds() > 1) {
            record(run.getParams(), run.getPrimaryResult(), run.getSecondaryResults(), results);
            return;
        }
        run.getAggregatedResult()
                .getIterationResults()
                .forEach(iteration -> record(
                        run.getParams(), iteration.getPrimaryResult(), iteration.getSecondaryResults(), results));
    }

    @SuppressWarnings("rawtypes") // so JMH declares what is measured beside the time
    private static void record(BenchmarkParams params, Result<?> time, Map<String, Result> besides, Results results) {
        String name = params.getBenchmark();
        String operation = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        Contender contender = contender(params);
        results.add(new Series(operation, contender, variant(params)), time.getScore(), unit(time.getScoreUnit()));
        Result<?> bytes = besides.get(ALLOCATED);
        if (bytes != null) {
            results.add(new Series(operation + ":bytes", contender, variant(params)), bytes.getScore(), "bytes");
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
        return perOperation.replace("/op", "");
    }
}
