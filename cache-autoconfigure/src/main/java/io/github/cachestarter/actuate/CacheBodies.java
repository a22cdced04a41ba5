package io.github.cachestarter.actuate;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.actuate.CacheInsightBody.CacheBody;
import io.github.cachestarter.insight.CacheSnapshot;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.Label;
import io.github.cachestarter.insight.Percentiles;
import io.github.cachestarter.insight.ServerSample;
import io.github.cachestarter.insight.Timing;
import io.github.cachestarter.insight.TopKeys;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns numbers and settings of a cache into what the endpoint answers. */
final class CacheBodies {

    private CacheBodies() {}

    @SuppressWarnings("checkstyle:MethodLength") // a line for each field of the answer, and nothing else
    static CacheBody of(
            CacheStatistics statistics, CacheSettings settings, @Nullable ServerSample sample, @Nullable TopKeys keys) {
        CacheSnapshot numbers = statistics.snapshot();
        return new CacheBody(
                numbers.hits(),
                numbers.local().hits(),
                numbers.misses(),
                numbers.hitRate(),
                numbers.verdict().text(),
                numbers.loads(),
                numbers.loadFailures(),
                numbers.rejectedLoads(),
                numbers.puts(),
                numbers.evictions(),
                numbers.clears(),
                numbers.errors(),
                numbers.fallbacks(),
                numbers.joined(),
                numbers.refusedStores(),
                numbers.refusedValues(),
                labelled(numbers.missesByReason()),
                errors(numbers),
                labelled(numbers.fallbacksByReason()),
                numbers.refusals(),
                local(numbers.local()),
                latency(numbers),
                numbers.freshness(),
                numbers.leases(),
                statistics.rates(),
                statistics.sizing(),
                sample,
                keys,
                settings(settings));
    }

    private static CacheInsightBody.Local local(CacheSnapshot.Local numbers) {
        return new CacheInsightBody.Local(numbers.entries(), numbers.evictions());
    }

    private static Map<String, Map<String, Long>> errors(CacheSnapshot numbers) {
        Map<String, Map<String, Long>> errors = new LinkedHashMap<>();
        numbers.errorsByOperation().forEach((operation, reasons) -> errors.put(Label.of(operation), labelled(reasons)));
        return errors;
    }

    private static Map<String, Long> labelled(Map<? extends Enum<?>, Long> counts) {
        Map<String, Long> result = new LinkedHashMap<>();
        counts.forEach((constant, count) -> result.put(Label.of(constant), count));
        return result;
    }

    private static Map<String, Percentiles> latency(CacheSnapshot numbers) {
        Map<String, Percentiles> result = new LinkedHashMap<>();
        result.put("localHit", numbers.latency(Timing.LOCAL_HIT));
        result.put("hit", numbers.latency(Timing.HIT));
        result.put("miss", numbers.latency(Timing.MISS));
        result.put("load", numbers.latency(Timing.LOAD));
        result.put("loadFailure", numbers.latency(Timing.LOAD_FAILURE));
        result.put("put", numbers.latency(Timing.PUT));
        result.put("evict", numbers.latency(Timing.EVICT));
        return result;
    }

    private static Map<String, Object> settings(CacheSettings settings) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("enabled", settings.enabled());
        result.put("keyVersion", settings.keyVersion());
        result.put("ttl", settings.ttl().ttl().toString());
        result.put("maxTtl", settings.ttl().maxTtl().toString());
        result.put("ttlJitter", settings.ttl().jitter());
        result.put("nullTtl", settings.ttl().nullTtl().map(Duration::toString).orElse("off"));
        result.put("codec", settings.values().codec());
        result.put("type", settings.values().type().map(Type::getTypeName).orElse("declared by the method"));
        result.put("maxPayloadBytes", settings.values().maxPayload());
        result.put("compressionThresholdBytes", settings.values().compressionThreshold());
        result.put("singleFlight", settings.load().singleFlight());
        result.put("lease", settings.load().lease().toString());
        result.put("waitMax", settings.load().waitMax().toString());
        int maxConcurrent = settings.loadLimit().maxConcurrent();
        result.put("maxConcurrentLoads", maxConcurrent == 0 ? "off" : maxConcurrent);
        result.put("maxWaitForLoads", settings.loadLimit().maxWait().toString());
        result.put("onEvictFailure", Label.of(settings.onEvictFailure()));
        result.putAll(local(settings.local()));
        return result;
    }

    private static Map<String, Object> local(LocalSettings settings) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("localEnabled", settings.enabled());
        if (settings.enabled()) {
            boolean weighed = settings.maxWeight().isPresent();
            result.put(
                    weighed ? "localMaxWeightBytes" : "localMaxEntries",
                    weighed ? settings.maxWeight().getAsLong() : settings.maxEntries());
            result.put("localTtl", settings.ttl().toString());
            result.put("localShare", settings.share());
            result.put("outageLocalTtl", settings.outageTtl().toString());
        }
        return result;
    }
}
