package io.github.cachestarter.local;

import io.github.cachestarter.EntryMeta;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An entry as it lies in the local tier, with what decides whether it may be read. Immutable. */
abstract class LocalEntry {

    private final int stripe;
    private final long keyEpoch;
    private final long cacheEpoch;
    private final long expiresAt;
    private final long takenAt;
    private final @Nullable Type type;
    private final EntryMeta meta;

    LocalEntry(Validity validity, @Nullable Type type, EntryMeta meta) {
        this.stripe = validity.snapshot().stripe();
        this.keyEpoch = validity.snapshot().keyEpoch();
        this.cacheEpoch = validity.snapshot().cacheEpoch();
        this.expiresAt = validity.expiresAt();
        this.takenAt = validity.snapshot().takenAt();
        this.type = type;
        this.meta = meta;
    }

    /** What a caller gets: this very value or a copy of it. Null: it could not be copied. */
    abstract @Nullable LocalHit hit();

    /** How much memory it takes, in bytes of its encoding. */
    abstract int weight();

    public EntryMeta meta() {
        return meta;
    }

    final @Nullable Type type() {
        return type;
    }

    /** Whether nothing has changed since, and its time is not over. */
    final boolean alive(Epochs epochs, long now) {
        return epochs.current(stripe, keyEpoch, cacheEpoch) && expiresAt - now > 0;
    }

    /** Whether nothing has changed since, be its time over or not. */
    final boolean unchanged(Epochs epochs) {
        return epochs.current(stripe, keyEpoch, cacheEpoch);
    }

    /** Whether its load, or the read that found it, began this long ago at most. */
    final boolean notOlderThan(long nanos, long now) {
        return now - takenAt <= nanos;
    }

    /** Two methods may share a cache, and a key by mistake: neither gets what the other has put. */
    final boolean suits(@Nullable Type wanted) {
        return wanted == null || wanted == type || wanted.equals(type);
    }

    /**
     * How long an entry may be read.
     *
     * @param snapshot the changes that were known before its value was read
     * @param expiresAt monotonic time in nanoseconds
     */
    record Validity(Snapshot snapshot, long expiresAt) {}
}
