package io.github.cachestarter.local;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import org.springframework.cache.Cache.ValueWrapper;

/** What a read of the local tier found, ready to be handed to Spring. The value may be a cached null. */
public interface LocalHit extends ValueWrapper {

    /** Where the value comes from and how old it is. */
    EntryMeta meta();

    /** The same as an entry. */
    default Entry entry() {
        return new Entry(get(), meta());
    }
}
