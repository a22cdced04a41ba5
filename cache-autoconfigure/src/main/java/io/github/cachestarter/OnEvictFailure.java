package io.github.cachestarter;

/** What a change that has not reached the remote tier means for its caller. It is kept and sent again in either case. */
public enum OnEvictFailure {
    /** Nothing: it is repaired in the background. */
    REPAIR,
    /** The caller gets an {@link EvictionPendingException}. */
    THROW
}
