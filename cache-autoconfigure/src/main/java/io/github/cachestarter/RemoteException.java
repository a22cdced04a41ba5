package io.github.cachestarter;

import org.jspecify.annotations.Nullable;

/**
 * The remote tier could not answer. Never reaches the caller of a cached method: the cache degrades, counts the
 * {@link #reason()} and reports it. Created without a stack trace when the breaker is open, since that is the hot path
 * of an outage.
 */
public class RemoteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why the remote tier could not answer. */
    public enum Reason {
        /** No reply within the command timeout: the command may still run later. */
        TIMEOUT,
        /** The breaker is open: nothing was sent. */
        BREAKER_OPEN,
        /** An earlier change of this key, or of the cache, has not reached Redis: nothing was sent. */
        REPAIR_PENDING,
        /** There is no connection, or it broke: a command that had been sent may have run. */
        DISCONNECTED,
        /** The server refused for lack of memory. */
        OUT_OF_MEMORY,
        /** The server is a replica or not ready (READONLY, LOADING, MASTERDOWN, CLUSTERDOWN). */
        NOT_WRITABLE,
        /** The server refused by access control. */
        DENIED,
        /** A change was made, and too few replicas are known to have it ({@code wait-replicas}). */
        NOT_REPLICATED,
        /** Any other error reply. */
        ERROR
    }

    private final Reason reason;

    public RemoteException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause, false, reason != Reason.BREAKER_OPEN && reason != Reason.REPAIR_PENDING);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
