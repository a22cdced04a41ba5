package io.github.cachestarter.insight;

import java.util.Map;
import java.util.Optional;

/** Warms a cache when somebody asks for it. Thread-safe. */
@FunctionalInterface
public interface WarmUps {

    /** For applications that cannot. */
    WarmUps NONE = cache -> Optional.of(new WarmUpResult("done", 0, Map.of()));

    /**
     * Warms a cache and returns when that is done or its time is over. One that is unknown or switched off has nothing to be
     * warmed, and is not in the result.
     *
     * @return empty: this or another cache is being warmed by an operator
     */
    Optional<WarmUpResult> warm(String cache);
}
