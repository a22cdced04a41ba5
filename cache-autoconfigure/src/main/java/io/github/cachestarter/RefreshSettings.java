package io.github.cachestarter;

import java.time.Duration;
import java.util.Objects;

/**
 * How entries of a cache are loaded anew before they expire, while their callers get the present value.
 *
 * @param mode what decides that it is time
 * @param beta how early {@link Mode#PROBABILISTIC} refreshes: 1.0 is the best for most, more is earlier; positive
 * @param threshold the share of its time-to-live after which {@link Mode#THRESHOLD} and {@link Mode#SCHEDULED} refresh an
 *     entry, 0.1 to 0.99
 * @param keys how many keys {@link Mode#SCHEDULED} keeps warm, those that are read most; positive
 * @param forgetAfter for how long after its last read {@link Mode#SCHEDULED} keeps a key warm, and remembers how to load it
 */
public record RefreshSettings(Mode mode, double beta, double threshold, int keys, Duration forgetAfter) {

    /** Nothing is refreshed. */
    public static final RefreshSettings OFF = new RefreshSettings(Mode.OFF, 1.0, 0.8);

    public RefreshSettings {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(forgetAfter, "forgetAfter");
    }

    /** The settings with the default hot keys. */
    public RefreshSettings(Mode mode, double beta, double threshold) {
        this(mode, beta, threshold, 100, Duration.ofMinutes(10));
    }

    /** The same with another mode. */
    public RefreshSettings with(Mode other) {
        return new RefreshSettings(other, beta, threshold, keys, forgetAfter);
    }

    /** Whether anything is refreshed. */
    public boolean on() {
        return mode != Mode.OFF;
    }

    /** What decides that it is time for a refresh. */
    public enum Mode {
        /** Nothing. */
        OFF,
        /** A draw at each read, likelier the closer the end and the longer a load takes (XFetch). */
        PROBABILISTIC,
        /** A read after a share of the time-to-live. */
        THRESHOLD,
        /** A worker that looks after the keys that are read most, without waiting for a read. */
        SCHEDULED
    }
}
