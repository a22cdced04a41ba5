package io.github.cachestarter.redis;

/** What a server that is badly set up for a cache leads to. */
public enum ServerCheckMode {
    /** Findings. */
    WARN,
    /** The application does not start. What comes up later is reported as with {@link #WARN}. */
    FAIL,
    /** Nothing. */
    OFF
}
