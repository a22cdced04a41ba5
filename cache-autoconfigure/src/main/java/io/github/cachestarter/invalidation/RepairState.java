package io.github.cachestarter.invalidation;

import java.time.Duration;
import java.util.Map;

/**
 * What has not reached Redis at one moment. Immutable.
 *
 * @param keys pending evictions of single keys
 * @param clears caches of which a clear is pending
 * @param oldestAge for how long the oldest of them has been pending; zero: nothing is
 * @param repaired changes that reached Redis later, since the start
 * @param collapsed evictions that became part of a clear because there were too many, since the start
 * @param byCache pending evictions by cache; a cache of which only a clear is pending has 0
 */
public record RepairState(
        int keys, int clears, Duration oldestAge, long repaired, long collapsed, Map<String, Integer> byCache) {

    /** Nothing is pending and nothing ever was. */
    public static final RepairState NONE = new RepairState(0, 0, Duration.ZERO, 0, 0, Map.of());

    public RepairState {
        byCache = Map.copyOf(byCache);
    }

    /** Whether anything is pending. */
    public boolean pending() {
        return keys > 0 || clears > 0;
    }
}
