package io.github.cachestarter;

import java.time.Duration;
import java.util.Objects;

/**
 * What clearing a cache means for its entries.
 *
 * @param mode what {@code Cache.clear} and {@code @CacheEvict(allEntries = true)} do
 * @param spread over how long the loads of a soft clear are spread: after it nothing of before is served any more; positive
 */
public record ClearSettings(Mode mode, Duration spread) {

    /** Everything is gone at once. */
    public static final ClearSettings HARD = new ClearSettings(Mode.HARD, Duration.ofMinutes(1));

    public ClearSettings {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(spread, "spread");
    }

    /** Whether an ordinary clear is a soft one. */
    public boolean soft() {
        return mode == Mode.SOFT;
    }

    /** What an ordinary clear does. */
    public enum Mode {
        /** Every entry is gone at once. */
        HARD,
        /** Every entry is served for a while, and loaded anew meanwhile. */
        SOFT
    }
}
