package io.github.cachestarter.insight;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a warm-up has come to. The names are those of the endpoint's JSON.
 *
 * @param state {@code running}, {@code done}, {@code timed-out}, or {@code skipped} because the remote tier was away
 * @param millis how long it has taken until now, or took
 * @param caches by name, sorted
 */
public record WarmUpResult(String state, long millis, Map<String, Keys> caches) {

    public WarmUpResult {
        caches = new TreeMap<>(caches);
    }

    /**
     * The keys of one cache.
     *
     * @param wanted how many there were to have: recorded ones and those that a warmer named
     * @param found how many of them had an entry
     * @param loaded how many of the others a warmer has loaded
     * @param failed how many could not be read or loaded
     */
    public record Keys(int wanted, int found, int loaded, int failed) {}
}
