package io.github.cachestarter.remote;

import java.util.Map;

/**
 * Markers of one cache: a marker makes invalid what it applies to and has an older stamp. Immutable.
 *
 * @param clear applies to every entry; 0 = none
 * @param allTags applies to every entry that has tags; 0 = none
 * @param tags each applies to the entries with that tag
 */
public record Markers(long clear, long allTags, Map<String, Long> tags) {

    public Markers {
        tags = Map.copyOf(tags);
    }

    /** The newest stamp; 0 = there is no marker. */
    public long newest() {
        long newest = Math.max(clear, allTags);
        for (long stamp : tags.values()) {
            newest = Math.max(newest, stamp);
        }
        return newest;
    }
}
