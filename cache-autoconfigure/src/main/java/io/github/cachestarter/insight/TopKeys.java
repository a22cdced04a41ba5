package io.github.cachestarter.insight;

import java.util.List;

/**
 * The keys of a cache that stand out in this process. Keys may be personal data: nothing but the insight endpoint's answer
 * for a single cache shows them. The names are those of its JSON.
 *
 * @param recorded false: keys of this cache seem to be secrets, so that none is recorded
 * @param hot the keys that are read most, the most read first
 * @param big the largest entries, the largest first
 */
public record TopKeys(boolean recorded, List<HotKey> hot, List<BigKey> big) {

    public TopKeys {
        hot = List.copyOf(hot);
        big = List.copyOf(big);
    }

    /**
     * A key that is read often.
     *
     * @param key its text, as its own class makes it; cut off if it is long
     * @param text what stands for it in Redis, behind the cache's name: names this key and no other
     * @param share its share of the reads lately, 0 to 1; at most this
     * @param shareAtLeast its share is this at least
     */
    public record HotKey(String key, String text, double share, double shareAtLeast) {}

    /** A large entry, in bytes as it was last seen on its way from or to the remote tier; texts as those of {@link HotKey}. */
    public record BigKey(String key, String text, int bytes) {}
}
