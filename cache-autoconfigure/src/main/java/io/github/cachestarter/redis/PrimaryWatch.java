package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;

/** Hears what happens to the primaries. Called on connections' threads and on callers': must not block. */
interface PrimaryWatch {

    /** For those who do not care. */
    PrimaryWatch NO_OP = new PrimaryWatch() {

        @Override
        public void changed() {}

        @Override
        public void refused(RemoteException failure) {}
    };

    /** There is a new connection, a lost one, another primary or one less. */
    void changed();

    /** A server answered that it is not the primary of that key any more, or not yet. */
    void refused(RemoteException failure);
}
