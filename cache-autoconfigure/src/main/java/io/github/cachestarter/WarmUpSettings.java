package io.github.cachestarter;

/**
 * What a cache does at the start of the application.
 *
 * @param enabled whether the keys that are read most are recorded in the remote tier, and read into this process at start
 * @param keys how many at most; positive
 */
public record WarmUpSettings(boolean enabled, int keys) {

    /** The defaults. */
    public static final WarmUpSettings DEFAULTS = new WarmUpSettings(true, 5_000);
}
