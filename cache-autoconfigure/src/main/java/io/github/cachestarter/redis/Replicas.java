package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;

/**
 * Finds out whether replicas have what their primary has acknowledged: until they have, a failover undoes it. Thread-safe.
 */
@FunctionalInterface
public interface Replicas {

    /** To be asked before a change is sent to the primary of this key. */
    Confirmation before(byte[] key);

    /** One change. */
    @FunctionalInterface
    interface Confirmation {

        /**
         * To be asked once the primary has acknowledged the change.
         *
         * @return completes when enough replicas have it; fails with a {@link io.github.cachestarter.RemoteException} of the
         *     reason {@code NOT_REPLICATED} if that is not known in time. The change itself stands in either case
         */
        Pending<Boolean> acknowledged();
    }
}
