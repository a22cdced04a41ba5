package io.github.cachestarter;

import java.time.Duration;

/**
 * How many loads of one cache run at a time in one instance.
 *
 * @param maxConcurrent how many; 0: as many as there are calls
 * @param maxWait how long a call waits for one of them to end before it is rejected
 */
public record LoadLimitSettings(int maxConcurrent, Duration maxWait) {

    /** No limit. */
    public static final LoadLimitSettings OFF = new LoadLimitSettings(0, Duration.ZERO);
}
