package io.github.cachestarter.load;

import io.github.cachestarter.TtlSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long a value lives. Jitter only shortens: keys that were filled together do not expire together, and
 * {@code ttl} stays what it says. Thread-safe if the random generator is.
 */
final class TtlPolicy {

    private final TtlSettings settings;
    private final RandomGenerator random;

    TtlPolicy(TtlSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** The time-to-live in milliseconds, at least 1. Empty: the value is not cached. */
    OptionalLong millis(@Nullable Object value) {
        Optional<Duration> ttl = value == null ? settings.nullTtl() : Optional.of(settings.ttl());
        return ttl.isEmpty() ? OptionalLong.empty() : OptionalLong.of(spread(ttl.get()));
    }

    private long spread(Duration ttl) {
        long millis = Math.min(ttl.toMillis(), settings.maxTtl().toMillis());
        double share = settings.jitter() == 0.0 ? 0.0 : settings.jitter() * random.nextDouble();
        return Math.max(1, (long) (millis * (1.0 - share)));
    }
}
