package io.github.cachestarter.benchmarks.server;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the server was asked to do in a while.
 *
 * @param sent commands that clients sent, by name: one round trip each unless they are pipelined
 * @param inScripts commands that scripts ran inside the server, by name
 */
public record CommandCounts(Map<String, Integer> sent, Map<String, Integer> inScripts) {

    /** How many commands were sent. */
    public int total() {
        return sent.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** As {@code "get 1, evalsha 1 (in scripts: set 1)"}, per operation. */
    public String describe(int operations) {
        String text = describe(sent, operations);
        return inScripts.isEmpty() ? text : text + " (in scripts: " + describe(inScripts, operations) + ")";
    }

    private static String describe(Map<String, Integer> counts, int operations) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts)
                .forEach((name, count) -> text.append(text.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(' ')
                        .append(Math.round(100.0 * count / operations) / 100.0));
        return text.toString();
    }
}
