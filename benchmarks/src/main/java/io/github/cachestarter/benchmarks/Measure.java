package io.github.cachestarter.benchmarks;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.report.ResultsFile;
import io.github.cachestarter.benchmarks.scenario.Scenario;
import io.github.cachestarter.benchmarks.server.RedisServer;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything on a Redis that it starts itself, and writes {@code results.json}, {@code report.md}, charts and JMH's
 * JSON into a directory; or draws report and charts again.
 */
public final class Measure {

    private Measure() {}

    /** The arguments are {@code measure} or {@code draw}, an {@link Effort}, and the directory of its results. */
    public static void main(String[] args) throws IOException, RunnerException {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "Three arguments are needed: measure or draw; smoke, quick, standard, growth"
                            + " or full; and a directory");
        }
        Effort effort = Effort.valueOf(args[1].toUpperCase(Locale.ROOT));
        Path directory = Path.of(args[2]);
        Path report = args[0].equals("draw") ? ResultsFile.draw(directory) : run(effort, directory);
        System.out.println(Files.readString(report));
        System.out.println("Written to " + report);
    }

    /** The same for a caller; gives the report's file. */
    static Path run(Effort effort, Path directory) throws IOException, RunnerException {
        Files.createDirectories(directory);
        Results results = new Results();
        try (RedisServer redis = RedisServer.start()) {
            System.setProperty(
                    RedisAddress.PROPERTY, String.valueOf(redis.address().port()));
            List<String> circumstances = Circumstances.of(effort, redis.address());
            new JmhRounds(effort, redis.address(), directory).run(results);
            for (Scenario scenario : effort.scenarios()) {
                for (int round = 0; round < scenario.rounds(); round++) {
                    measure(effort, scenario, redis.address(), results);
                }
            }
            ResultsFile.write(results, circumstances, directory);
        }
        return ResultsFile.draw(directory);
    }

    // One that fails is a gap in the report, not the end of an hour's run.
    private static void measure(Effort effort, Scenario scenario, RedisAddress redis, Results results) {
        for (Contender contender :
                scenario.contenders().stream().filter(effort::includes).toList()) {
            System.out.println("# " + scenario.getClass().getSimpleName() + ", " + contender.title());
            try {
                scenario.measure(contender, redis, results);
            } catch (Exception ex) {
                System.out.println("# failed: " + ex);
            }
        }
    }
}
