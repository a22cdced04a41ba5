package io.github.cachestarter.local;

import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.codec.DecodedEntry;
import io.github.cachestarter.codec.EntryCodec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * An entry whose value can be changed by whoever holds it. It is kept as bytes: so neither the caller that put it nor one
 * that reads it holds what others get.
 */
final class CopiedEntry extends LocalEntry {

    private final EntryCodec codec;
    private final byte[] bytes;

    CopiedEntry(Validity validity, @Nullable Type type, EntryMeta meta, EntryCodec codec, byte[] bytes) {
        super(validity, type, meta);
        this.codec = codec;
        this.bytes = bytes;
    }

    @Override
    @Nullable
    LocalHit hit() {
        return codec.decode(bytes, type()) instanceof DecodedEntry.Valid valid
                ? new Copy(valid.entry().value(), meta())
                : null;
    }

    @Override
    int weight() {
        return bytes.length;
    }

    private record Copy(@Nullable Object value, EntryMeta meta) implements LocalHit {

        @Override
        public @Nullable Object get() {
            return value;
        }
    }
}
