package io.github.cachestarter;

import java.util.Objects;

/**
 * How entries of a cache are loaded anew before they expire, while their callers get the present value.
 *
 * @param mode what decides that it is time
 * @param beta how early {@link Mode#PROBABILISTIC} refreshes: 1.0 is the best for most, more is earlier; positive
 * @param threshold the share of its time-to-live after which {@link Mode#THRESHOLD} refreshes an entry, 0.1 to 0.99
 */
public record RefreshSettings(Mode mode, double beta, double threshold) {

    /** Nothing is refreshed. */
    public static final RefreshSettings OFF = new RefreshSettings(Mode.OFF, 1.0, 0.8);

    public RefreshSettings {
        Objects.requireNonNull(mode, "mode");
    }

    /** The same with another mode. */
    public RefreshSettings with(Mode other) {
        return new RefreshSettings(other, beta, threshold);
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
        THRESHOLD
    }
}
