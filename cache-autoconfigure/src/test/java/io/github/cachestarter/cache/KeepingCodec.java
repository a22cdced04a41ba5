package io.github.cachestarter.cache;

import io.github.cachestarter.Entry;
import io.github.cachestarter.codec.DecodedEntry;
import io.github.cachestarter.codec.EntryCodec;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Bytes that only number the entries, which are kept as objects; remembers the types it was given. */
final class KeepingCodec implements EntryCodec {

    final List<Entry> entries = new CopyOnWriteArrayList<>();
    final List<Optional<Type>> types = new CopyOnWriteArrayList<>();

    @Override
    public synchronized byte[] encode(Entry entry, Type type) {
        types.add(Optional.ofNullable(type));
        entries.add(entry);
        return ByteBuffer.allocate(16)
                .put((byte) 'V')
                .putLong(4, entry.meta().identity())
                .putInt(12, entries.size() - 1)
                .array();
    }

    @Override
    public DecodedEntry decode(byte[] bytes, Type type) {
        types.add(Optional.ofNullable(type));
        return new DecodedEntry.Valid(entries.get(ByteBuffer.wrap(bytes).getInt(12)));
    }
}
