package io.github.cachestarter.codec;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;

/** What decoding gave. */
public sealed interface DecodedEntry {

    /** A valid entry. */
    record Valid(Entry entry) implements DecodedEntry {}

    /**
     * An entry that counts as a miss and may be replaced.
     *
     * @param reason why
     * @param identity the bytes at the identity's place, whatever they are; the acquire script names it
     */
    record Invalid(MissReason reason, long identity) implements DecodedEntry {}
}
