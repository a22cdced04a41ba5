package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import org.jspecify.annotations.Nullable;

/**
 * The way that a command took: to which primary, through which connection.
 *
 * @param link null: there was none
 */
record Way(Primary primary, @Nullable Link link) {

    /** The command failed. */
    void failed(RemoteException failure) {
        primary.failed(failure, link);
    }
}
