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
 * @param ttlMillis the time-to-live it was stored with, counted from the end of the load
 * @param tags the tags under which it can be evicted
 * @param rearmed whether its time was over, and it was given more because a load of a newer one had failed
 */
public record EntryMeta(
        long identity, long stamp, long createdAt, int loadMillis, long ttlMillis, List<String> tags, boolean rearmed) {

    public EntryMeta {
        tags = List.copyOf(tags);
    }

    /** An entry that was loaded. */
    public EntryMeta(long identity, long stamp, long createdAt, int loadMillis, long ttlMillis, List<String> tags) {
        this(identity, stamp, createdAt, loadMillis, ttlMillis, tags, false);
    }

    /** An entry without tags. */
    public EntryMeta(long identity, long stamp, long createdAt, int loadMillis, long ttlMillis) {
        this(identity, stamp, createdAt, loadMillis, ttlMillis, List.of(), false);
    }

    /** The same with this stamp. */
    public EntryMeta withStamp(long newStamp) {
        return newStamp == stamp
                ? this
                : new EntryMeta(identity, newStamp, createdAt, loadMillis, ttlMillis, tags, rearmed);
    }

    /** When its time is over, in milliseconds since the epoch on the storing instance's clock. */
    public long expiresAt() {
        return createdAt + loadMillis + ttlMillis;
    }

    /** The same value under another identity, whose time is over at that moment. */
    public EntryMeta rearmed(long newIdentity, long until) {
        return new EntryMeta(newIdentity, stamp, createdAt, loadMillis, until - createdAt - loadMillis, tags, true);
    }
}
