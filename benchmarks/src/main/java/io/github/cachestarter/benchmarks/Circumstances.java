package io.github.cachestarter.benchmarks;

import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** On what a run measures: what somebody needs to know who compares its numbers with others. Never where, or on whose machine. */
final class Circumstances {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.+)$");
    private static final Pattern KILOBYTES = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB$");
    private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:(\\S+)");

    private Circumstances() {}

    /** One fact each; what cannot be found out is left out. */
    static List<String> of(Effort effort, RedisAddress redis) {
        List<String> facts = new ArrayList<>();
        facts.add(run(effort));
        commit().ifPresent(commit -> facts.add("Commit " + commit));
        facts.add(Runtime.getRuntime().availableProcessors() + " processors"
                + find(PROCESSORS, MODEL).map(model -> " (" + model + ")").orElse("")
                + " for client and server together"
                + find(MEMORY, KILOBYTES).map(Circumstances::gigabytes).orElse(""));
        facts.add(System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.add(System.getProperty("java.vm.name") + " " + Runtime.version() + ", " + collectors());
        facts.add("redis-server " + version(redis));
        return facts;
    }

    private static String run(Effort effort) {
        return String.format(
                Locale.ROOT,
                "%s, `%s` run: each benchmark in %d %s of %d iterations of %d ms after %d to warm up",
                LocalDate.now(ZoneOffset.UTC),
                effort.name().toLowerCase(Locale.ROOT),
                effort.rounds() * Math.max(1, effort.forks()),
                effort.rounds() * effort.forks() > 1 ? "JVMs" : "JVM",
                effort.iterations(),
                effort.iteration().toMillis(),
                effort.warmUps());
    }

    private static Optional<String> commit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return Optional.of(commit).filter(text -> !text.isEmpty());
        } catch (IOException ex) {
            return Optional.empty();
        }
    }

    private static Optional<String> find(Path file, Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(file));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException ex) {
            return Optional.empty();
        }
    }

    private static String gigabytes(String kilobytes) {
        return String.format(Locale.ROOT, ", %.1f GB of memory", Long.parseLong(kilobytes) / 1e6);
    }

    private static String collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(" and "));
    }

    private static String version(RedisAddress redis) {
        try (RedisControl control = new RedisControl(redis)) {
            Matcher matcher = VERSION.matcher(String.valueOf(control.text("INFO", "server")));
            return matcher.find() ? matcher.group(1) : "";
        }
    }
}
