package io.github.cachestarter.benchmarks;

import io.github.cachestarter.benchmarks.report.Charts;
import io.github.cachestarter.benchmarks.report.Page;
import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.scenario.Scenario;
import io.github.cachestarter.benchmarks.server.RedisServer;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything on a Redis that it starts itself, and writes {@code report.md}, charts and JMH's JSON into a directory.
 */
public final class Measure {

    private Measure() {}

    /** The arguments are an {@link Effort} and the directory to write to. */
    public static void main(String[] args) throws IOException, RunnerException {
        if (args.length != 2) {
            throw new IllegalArgumentException(
                    "Two arguments are needed: smoke, quick, standard, growth or full, and a directory");
        }
        Effort effort = Effort.valueOf(args[0].toUpperCase(Locale.ROOT));
        Path report = run(effort, Path.of(args[1]));
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
            new JmhRounds(effort, redis.address(), directory).run(results);
            for (Scenario scenario : effort.scenarios()) {
                for (int round = 0; round < scenario.rounds(); round++) {
                    measure(effort, scenario, redis.address(), results);
                }
            }
        }
        Charts.write(results, directory);
        return Files.writeString(directory.resolve("report.md"), Page.of(results, circumstances(effort)));
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

    private static String circumstances(Effort effort) {
        return String.format(
                Locale.ROOT,
                "%s run, Java %s, %d processors for client and server together. Medians and spreads of %s; times are per"
                        + " operation and thread.",
                effort.name().toLowerCase(Locale.ROOT),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                effort.rounds() > 1 ? effort.rounds() + " rounds" : effort.iterations() + " iterations");
    }
}
