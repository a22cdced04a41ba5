package io.github.cachestarter.benchmarks.server;

import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts commands with MONITOR. {@code INFO commandstats} would be cheaper, but adds up what clients send and what scripts
 * run, and only the first costs a round trip. Commands that do not name what is looked for are no part of an operation: who
 * keeps a connection alive or a gate open, or asks the server how it is, does so by the clock.
 */
public final class CommandMonitor implements AutoCloseable {

    private static final String END = "end-of-count";
    private static final String IN_SCRIPT = " lua] ";

    private final RedisControl monitor;
    private final RedisControl marker;
    private final String named;

    /** Begins to count the commands in which that text stands, and all that their scripts run. */
    public CommandMonitor(RedisAddress redis, String named) {
        this.named = named;
        this.marker = new RedisControl(redis);
        this.monitor = new RedisControl(redis);
        monitor.command("MONITOR");
    }

    /** Everything since the begin. */
    public CommandCounts finish() {
        marker.command("ECHO", END);
        Map<String, Integer> sent = new HashMap<>();
        Map<String, Integer> inScripts = new HashMap<>();
        try {
            boolean counted = false;
            for (String line = monitor.nextLine(); !line.endsWith(END + "\""); line = monitor.nextLine()) {
                boolean inScript = line.contains(IN_SCRIPT);
                // What a script runs comes right behind the command that runs it.
                counted = inScript ? counted : line.contains(named);
                if (counted) {
                    count(line, inScript ? inScripts : sent);
                }
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return new CommandCounts(sent, inScripts);
    }

    @Override
    public void close() {
        monitor.close();
        marker.close();
    }

    // 1700000000.123456 [0 127.0.0.1:50000] "get" "key"
    private static void count(String line, Map<String, Integer> counts) {
        int begin = line.indexOf("] \"") + 3;
        String name = line.substring(begin, line.indexOf('"', begin)).toLowerCase(Locale.ROOT);
        counts.merge(name, 1, Integer::sum);
    }
}
