package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import java.time.Duration;

/** Hears how commands end, and decides who may go on waiting for a reply. Thread-safe. */
interface Outcomes {

    /** A command had its reply, of whatever kind. */
    void succeeded();

    /** A command failed. */
    void failed(RemoteException failure);

    /**
     * A command has been without a reply for half of its time.
     *
     * @param rest the other half
     * @return whether its caller may wait for that too, instead of giving up now
     */
    boolean mayGoOn(Duration rest);
}
