package io.github.cachestarter;

import java.util.List;

/**
 * What an entry's header holds beside the value.
 *
 * @param identity 64 random bits of the {@link Token} it was stored under
 * @param stamp the newest clear or tag marker that the storing instance had applied before the load; 0 = none
 * @param createdAt when the load began, in milliseconds since the epoch on the storing instance's clock; for display
 *     and freshness decisions, never for ordering
 * @param loadMillis how long the load took
 * @param ttlMillis the time-to-live it was stored with
 * @param tags the tags under which it can be evicted
 */
public record EntryMeta(long identity, long stamp, long createdAt, int loadMillis, long ttlMillis, List<String> tags) {

    public EntryMeta {
        tags = List.copyOf(tags);
    }

    /** An entry without tags. */
    public EntryMeta(long identity, long stamp, long createdAt, int loadMillis, long ttlMillis) {
        this(identity, stamp, createdAt, loadMillis, ttlMillis, List.of());
    }

    /** The same with this stamp. */
    public EntryMeta withStamp(long newStamp) {
        return newStamp == stamp ? this : new EntryMeta(identity, newStamp, createdAt, loadMillis, ttlMillis, tags);
    }
}
