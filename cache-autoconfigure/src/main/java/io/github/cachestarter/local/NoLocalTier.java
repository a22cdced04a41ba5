package io.github.cachestarter.local;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** The local tier of a cache that has none. */
final class NoLocalTier implements LocalTier {

    private static final Snapshot NOTHING = new Snapshot(0, 0, 0, 0);

    @Override
    public @Nullable LocalHit get(Object key, @Nullable Type type) {
        return null;
    }

    @Override
    public @Nullable LocalHit find(EntryKey key, @Nullable Type type) {
        return null;
    }

    @Override
    public @Nullable LocalHit lapsed(EntryKey key, @Nullable Type type) {
        return null;
    }

    @Override
    public Snapshot snapshot(EntryKey key) {
        return NOTHING;
    }

    @Override
    public void put(EntryKey key, @Nullable Type type, Entry entry, byte @Nullable [] bytes, Snapshot before) {}

    @Override
    public boolean replaced(EntryKey key, @Nullable Type type, Entry entry, byte @Nullable [] bytes, Snapshot before) {
        return false;
    }

    @Override
    public boolean evicted(EntryKey key) {
        return false;
    }

    @Override
    public boolean outdated(EntryKey key) {
        return false;
    }

    @Override
    public @Nullable LocalHit last(EntryKey key, @Nullable Type type) {
        return null;
    }

    @Override
    public boolean holdsAny() {
        return false;
    }

    @Override
    public void cleared() {}

    @Override
    public long size() {
        return 0;
    }

    @Override
    public long displaced() {
        return 0;
    }
}
