package io.github.cachestarter.insight;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the reads of one cache in this process say about its size. The names are those of the insight endpoint's JSON.
 *
 * @param workingSet what was read lately
 * @param local what other sizes of the local tier would bring; null: too little was seen, or there is no local tier
 */
public record Sizing(WorkingSet workingSet, @Nullable Local local) {

    /**
     * The different entries that were read within a time.
     *
     * @param seconds the time, an hour at most
     * @param entries how many
     * @param meanEntryBytes their mean size, encoded as in the remote tier; null: none of them was encoded
     * @param bytes all their sizes
     * @param sampledKeys how many keys this is estimated from
     * @param samplingRate the share of keys that is looked at; 1: all, so that nothing is estimated
     */
    public record WorkingSet(
            long seconds,
            long entries,
            @Nullable Long meanEntryBytes,
            @Nullable Long bytes,
            int sampledKeys,
            double samplingRate) {}

    /**
     * The miss-ratio curve, as hit rates of the local tier.
     *
     * @param entries the size it has, in entries
     * @param hitRate the hit rate that it had since the start
     * @param half what half the size would bring
     * @param now what the curve says for the size it has; compare with this, not with what was measured
     * @param twice what twice the size would bring
     * @param curve the whole curve, by growing size
     */
    public record Local(long entries, double hitRate, double half, double now, double twice, List<Point> curve) {

        public Local {
            curve = List.copyOf(curve);
        }
    }

    /** The hit rate, 0 to 1, that so many entries would bring. */
    public record Point(long entries, double hitRate) {}
}
