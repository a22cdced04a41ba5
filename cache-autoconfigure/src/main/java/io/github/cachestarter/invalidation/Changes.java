package io.github.cachestarter.invalidation;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;

/**
 * Sends the changes of one cache to Redis, the ordinary commands: announced, and harmless when they run more than once.
 * Normal completion is the acknowledgement.
 */
public interface Changes {

    /** Removes an entry. */
    Pending<?> evict(EntryKey key);

    /** Removes every entry. */
    Pending<?> clear();

    /** The one Redis key that a clear is written to. */
    byte[] clearKey();

    /**
     * Removes every entry that was there before this cause, unless another instance has done so already.
     *
     * @param cause the same in all instances, and never twice
     */
    default Pending<?> clearOnce(String cause) {
        return clear();
    }
}
