package io.github.cachestarter.redis;

/** What the breaker does with commands. */
public enum BreakerState {
    /** It lets them through. */
    CLOSED,
    /** It refuses them at once. */
    OPEN,
    /** It refuses them while a new connection is tried. */
    HALF_OPEN
}
