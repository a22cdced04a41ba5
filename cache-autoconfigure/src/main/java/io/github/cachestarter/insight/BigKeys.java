package io.github.cachestarter.insight;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.insight.TopKeys.BigKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The largest entries of a cache that this process saw within the last hour. An entry that is smaller than all of them costs
 * a comparison. Thread-safe.
 */
final class BigKeys {

    static final int SHOWN = 20;

    private static final long WINDOW = Duration.ofHours(1).toNanos();

    private final Map<EntryKey, Seen> entries = new HashMap<>();
    private volatile int smallest;
    private volatile long lookAgainAt;

    BigKeys(long now) {
        lookAgainAt = now + WINDOW;
    }

    void seen(EntryKey key, int bytes, long now) {
        if (bytes > smallest || now - lookAgainAt >= 0) {
            keep(key, bytes, now);
        }
    }

    /** The largest first. */
    synchronized List<BigKey> top(Function<Object, String> texts) {
        return entries.entrySet().stream()
                .map(entry ->
                        new BigKey(KeyLabel.of(entry.getKey()), texts.apply(entry.getKey()), entry.getValue().bytes))
                .sorted(Comparator.comparingInt(BigKey::bytes).reversed().thenComparing(BigKey::key))
                .toList();
    }

    private synchronized void keep(EntryKey key, int bytes, long now) {
        if (now - lookAgainAt >= 0) {
            entries.values().removeIf(seen -> now - seen.at >= WINDOW);
            lookAgainAt = now + WINDOW / 6;
        }
        entries.put(key, new Seen(bytes, now));
        if (entries.size() > SHOWN) {
            entries.entrySet().stream()
                    .min(Comparator.comparingInt(entry -> entry.getValue().bytes))
                    .ifPresent(least -> entries.remove(least.getKey()));
        }
        smallest = entries.size() < SHOWN
                ? 0
                : entries.values().stream().mapToInt(Seen::bytes).min().orElse(0);
    }

    private record Seen(int bytes, long at) {}
}
