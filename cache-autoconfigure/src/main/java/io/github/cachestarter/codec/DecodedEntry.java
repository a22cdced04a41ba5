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
     * @param createdAt when its load began, in milliseconds since the epoch on the clock of the instance that stored it;
     *     known only of a shape that no type here has, as another release stores it, and not protected by the checksum;
     *     0 = unknown
     */
    record Invalid(MissReason reason, long identity, long createdAt) implements DecodedEntry {

        /** An entry of which nothing else is known. */
        public Invalid(MissReason reason, long identity) {
            this(reason, identity, 0);
        }
    }
}
