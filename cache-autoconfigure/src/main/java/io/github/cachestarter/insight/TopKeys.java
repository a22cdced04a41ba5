package io.github.cachestarter.insight;

import java.util.List;

/**
 * The keys of a cache that stand out in this process. Keys may be personal data: nothing but the insight endpoint's answer
 * for a single cache shows them. The names are those of its JSON.
 *
 * @param hot the keys that are read most, the most read first
 * @param big the largest entries, the largest first
 */
public record TopKeys(List<HotKey> hot, List<BigKey> big) {

    public TopKeys {
        hot = List.copyOf(hot);
        big = List.copyOf(big);
    }

    /**
     * A key that is read often.
     *
     * @param key its text
     * @param share its share of the reads lately, 0 to 1; at most this
     * @param shareAtLeast its share is this at least
     */
    public record HotKey(String key, double share, double shareAtLeast) {}

    /** A large entry, in bytes as it was last seen on its way from or to the remote tier. */
    public record BigKey(String key, int bytes) {}
}
