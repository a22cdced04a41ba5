package io.github.cachestarter.metrics;

import io.github.cachestarter.insight.LatencyObserver;
import io.github.cachestarter.insight.Timing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The timers of one cache, with histograms that can be added up over instances. The buckets cover what can happen and no
 * more, since every bucket is a time series: a command to the server, from the loopback's best to several timeouts; a load,
 * from a lookup to a report.
 */
final class CacheTimers implements LatencyObserver {

    private static final Duration SHORTEST_COMMAND = Duration.ofNanos(20_000);
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(2);
    private static final Duration SHORTEST_LOAD = Duration.ofNanos(200_000);
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(60);

    private final Map<Timing, Timer> timers = new EnumMap<>(Timing.class);

    CacheTimers(MeterRegistry registry, String cache) {
        Tags tags = Tags.of(MeterNames.TAG_CACHE, cache);
        for (Timing timing : EnumSet.complementOf(EnumSet.of(Timing.LOCAL_HIT))) {
            timers.put(
                    timing,
                    builder(timing).tags(tags).publishPercentileHistogram().register(registry));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // every constant has one since the construction
    public void observed(Timing timing, long nanos) {
        timers.get(timing).record(nanos, TimeUnit.NANOSECONDS);
    }

    private static Timer.Builder builder(Timing timing) {
        return switch (timing) {
            case LOCAL_HIT -> throw new IllegalArgumentException("Too few of them are timed for a rate");
            case HIT -> get("hit");
            case MISS -> get("miss");
            case LOAD -> load("success");
            case LOAD_FAILURE -> load("failure");
            case PUT -> command(MeterNames.PUT, "Values stored, acknowledged by the server.");
            case EVICT -> command(MeterNames.EVICT, "Keys evicted, acknowledged by the server.");
        };
    }

    private static Timer.Builder get(String result) {
        return command(MeterNames.GET, "Reads, the lookup alone without the load.")
                .tag(MeterNames.TAG_RESULT, result);
    }

    private static Timer.Builder load(String result) {
        return Timer.builder(MeterNames.LOAD)
                .description("Runs of the cached method.")
                .tag(MeterNames.TAG_RESULT, result)
                .minimumExpectedValue(SHORTEST_LOAD)
                .maximumExpectedValue(LONGEST_LOAD);
    }

    private static Timer.Builder command(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .minimumExpectedValue(SHORTEST_COMMAND)
                .maximumExpectedValue(LONGEST_COMMAND);
    }
}
