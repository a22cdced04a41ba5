package io.github.cachestarter.local;

import io.github.cachestarter.Entry;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An entry whose value is handed to every caller. It is its own wrapper, so that a hit allocates nothing. */
final class SharedEntry extends LocalEntry implements LocalHit {

    private final @Nullable Object value;
    private final int weight;

    SharedEntry(Validity validity, @Nullable Type type, Entry entry, int weight) {
        super(validity, type, entry.meta());
        this.value = entry.value();
        this.weight = weight;
    }

    @Override
    LocalHit hit() {
        return this;
    }

    @Override
    int weight() {
        return weight;
    }

    @Override
    public @Nullable Object get() {
        return value;
    }
}
