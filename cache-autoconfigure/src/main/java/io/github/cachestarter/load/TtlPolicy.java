package io.github.cachestarter.load;

import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.ExpirySchedule;
import io.github.cachestarter.TtlSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Decides how long a value lives. The first that says something counts: the loader ({@code @CacheTtl}), the {@link
 * CacheTtlResolver}, {@code null-ttl} for a null, {@code time-to-idle}, {@code ttl-until}, {@code ttl}. Whatever
 * says it, {@code max-ttl} is the bound. Jitter only shortens: keys that were filled together do not expire together, and
 * {@code ttl} stays what it says. A moment at which all are to expire is exact. Thread-safe if the random generator is.
 */
final class TtlPolicy {

    private final TtlSettings settings;
    private final CacheTtlResolver resolver;
    private final InstantSource clock;
    private final RandomGenerator random;

    TtlPolicy(TtlSettings settings, RandomGenerator random) {
        this(settings, CacheTtlResolver.NONE, InstantSource.system(), random);
    }

    TtlPolicy(TtlSettings settings, CacheTtlResolver resolver, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.resolver = resolver;
        this.clock = clock;
        this.random = random;
    }

    /** The time-to-live in milliseconds, at least 1. Empty: the value is not cached. */
    OptionalLong millis(EntryKey key, Loaded loaded) {
        Object value = loaded.value();
        if (value == null && settings.nullTtl().isEmpty()) {
            return OptionalLong.empty();
        }
        Duration said = loaded.ttl() != null
                ? loaded.ttl()
                : resolver.timeToLive(key.cache(), key.source(), value).orElse(null);
        if (said != null) {
            return said.isNegative() || said.isZero() ? OptionalLong.empty() : OptionalLong.of(spread(said));
        }
        if (value == null) {
            return OptionalLong.of(spread(settings.nullTtl().orElseThrow()));
        }
        if (settings.idle().isPresent()) {
            return OptionalLong.of(settings.maxTtl().toMillis());
        }
        return OptionalLong.of(settings.until().map(this::left).orElseGet(() -> spread(settings.ttl())));
    }

    private long left(ExpirySchedule until) {
        Instant now = clock.instant();
        return bounded(Duration.between(now, until.next(now)));
    }

    private long spread(Duration ttl) {
        double share = settings.jitter() == 0.0 ? 0.0 : settings.jitter() * random.nextDouble();
        return Math.max(1, (long) (bounded(ttl) * (1.0 - share)));
    }

    private long bounded(Duration ttl) {
        Duration longest = settings.maxTtl();
        return Math.max(1, (ttl.compareTo(longest) > 0 ? longest : ttl).toMillis());
    }
}
