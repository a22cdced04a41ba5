package io.github.cachestarter.remote;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Markers of one cache: a marker makes invalid what it applies to and has an older stamp. Immutable.
 *
 * @param clear applies to every entry; 0 = none
 * @param allTags applies to every entry that has tags; 0 = none
 * @param tags each applies to the entries with that tag
 * @param soft soft clears; perhaps also some that are older than what was asked for
 */
public record Markers(long clear, long allTags, Map<String, Long> tags, List<Soft> soft) {

    public Markers {
        tags = Map.copyOf(tags);
        soft = List.copyOf(soft);
    }

    /** Markers without a soft clear. */
    public Markers(long clear, long allTags, Map<String, Long> tags) {
        this(clear, allTags, tags, List.of());
    }

    /**
     * A soft clear.
     *
     * @param age how long ago it was written, by one server's clock
     * @param spread how long after that nothing is used any more that is older than the stamp
     */
    public record Soft(long stamp, Duration age, Duration spread) {}

    /** The newest stamp; 0 = there is no marker. */
    public long newest() {
        long newest = Math.max(clear, allTags);
        for (long stamp : tags.values()) {
            newest = Math.max(newest, stamp);
        }
        for (Soft one : soft) {
            newest = Math.max(newest, one.stamp);
        }
        return newest;
    }
}
