package io.github.cachestarter.benchmarks.server;

import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts commands with MONITOR. {@code INFO commandstats} would be cheaper, but adds up what clients send and what scripts
 * run, and only the first costs a round trip. A PING is no part of any operation: who keeps a connection alive, or a gate
 * open, sends it by the clock.
 */
public final class CommandMonitor implements AutoCloseable {

    private static final String END = "end-of-count";
    private static final String PING = "ping";

    private final RedisControl monitor;
    private final RedisControl marker;

    /** Begins to count. */
    public CommandMonitor(RedisAddress redis) {
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
            for (String line = monitor.nextLine(); !line.endsWith(END + "\""); line = monitor.nextLine()) {
                count(line, line.contains(" lua] ") ? inScripts : sent);
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
        if (!name.equals(PING)) {
            counts.merge(name, 1, Integer::sum);
        }
    }
}
