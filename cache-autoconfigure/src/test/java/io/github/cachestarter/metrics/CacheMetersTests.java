package io.github.cachestarter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.insight.CacheStatistics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

/** What Prometheus sees, as text. */
class CacheMetersTests {

    private static final EntryKey KEY = new EntryKey("cache", "key", "app:1:cache:key");

    private static final long MILLI = 1_000_000;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final MetersOfACache meters = new MetersOfACache(registry);

    @Test
    void whatACacheDoesIsInTheStandardMeters() {
        CacheStatistics products = meters.insight.forCache("products");
        products.hit(MILLI);
        products.hit(10);
        products.miss(KEY, MissReason.ABSENT, MILLI);
        products.put(MILLI);
        products.evict(MILLI);
        products.evict(MILLI);

        assertThat(scrape("products", "cache_gets_total", "result=\"hit\"")).isEqualTo(2);
        assertThat(scrape("products", "cache_gets_total", "result=\"miss\"")).isEqualTo(1);
        assertThat(scrape("products", "cache_puts_total", "cache_manager=\"cacheManager\""))
                .isEqualTo(1);
        assertThat(scrape("products", "cache_evictions_total", "name=\"products\""))
                .isEqualTo(2);
    }

    @Test
    void hitsOfBothTiersAreHits() {
        CacheStatistics products = meters.insight.forCache("products");
        products.hit(MILLI);
        products.localHit("key");
        products.localHit("key");

        assertThat(scrape("products", "cache_gets_total", "result=\"hit\"")).isEqualTo(3);
        assertThat(scrape("products", "cache_starter_local_hits_total")).isEqualTo(2);
        assertThat(scrape("products", "cache_starter_get_seconds_count", "result=\"hit\""))
                .isEqualTo(1);
    }

    @Test
    void theSizeIsThatOfTheMemoryOfTheProcess() {
        EntryKey key = new EntryKey("products", "a", "app:1:products:a");
        meters.local.put(
                key, null, new Entry(null, new EntryMeta(1, 0, 0, 0, 60_000)), null, meters.local.snapshot(key));

        assertThat(scrape("products", "cache_size")).isEqualTo(1);
        assertThat(scrape("products", "cache_starter_local_evictions_total")).isZero();
    }

    @Test
    void whatACacheDoesIsInTheOwnMeters() {
        CacheStatistics products = meters.insight.forCache("products");
        products.joined();
        products.clear(MILLI);
        products.storeRefused();
        products.valueRefused(new RefusedValueException("Order.lines", "is lazy", "fetch it"));
        products.miss(KEY, MissReason.SHAPE_CHANGED, MILLI);
        products.fallback(Reason.BREAKER_OPEN);
        products.error(Operation.EVICT, new RemoteException(Reason.TIMEOUT, "away", null));

        assertThat(scrape("products", "cache_starter_joined_total")).isEqualTo(1);
        assertThat(scrape("products", "cache_starter_clears_total")).isEqualTo(1);
        assertThat(scrape("products", "cache_starter_refused_stores_total")).isEqualTo(1);
        assertThat(scrape("products", "cache_starter_refused_values_total")).isEqualTo(1);
        assertThat(scrape("products", "cache_starter_misses_total", "reason=\"shape-changed\""))
                .isEqualTo(1);
        assertThat(scrape("products", "cache_starter_fallbacks_total", "reason=\"breaker-open\""))
                .isEqualTo(1);
        assertThat(scrape("products", "cache_starter_errors_total", "operation=\"evict\"", "reason=\"timeout\""))
                .isEqualTo(1);
        assertThat(scrape("products", "cache_starter_errors_total", "operation=\"get\"", "reason=\"timeout\""))
                .isZero();
    }

    @Test
    void durationsAreHistogramsThatCanBeAddedUp() {
        CacheStatistics products = meters.insight.forCache("products");
        products.hit(3 * MILLI);
        products.hit(400 * MILLI);
        products.miss(KEY, MissReason.ABSENT, MILLI);
        products.load(250 * MILLI);
        products.loadFailure(MILLI);
        products.put(MILLI);
        products.evict(MILLI);

        assertThat(scrape("products", "cache_starter_get_seconds_count", "result=\"hit\""))
                .isEqualTo(2);
        assertThat(scrape("products", "cache_starter_get_seconds_sum", "result=\"hit\""))
                .isEqualTo(0.403);
        assertThat(scrape("products", "cache_starter_get_seconds_bucket", "result=\"hit\"", "le=\"\\+Inf\""))
                .isEqualTo(2);
        assertThat(scrape("products", "cache_starter_get_seconds_bucket", "result=\"hit\"", "le=\"0.003\\d+\""))
                .isEqualTo(1);
        assertThat(scrape("products", "cache_starter_get_seconds_count", "result=\"miss\""))
                .isEqualTo(1);
        assertThat(scrape("products", "cache_starter_load_seconds_sum", "result=\"success\""))
                .isEqualTo(0.25);
        assertThat(scrape("products", "cache_starter_load_seconds_count", "result=\"failure\""))
                .isEqualTo(1);
        assertThat(scrape("products", "cache_starter_put_seconds_count")).isEqualTo(1);
        assertThat(scrape("products", "cache_starter_evict_seconds_count")).isEqualTo(1);
    }

    @Test
    void aCacheThatIsCreatedLaterHasTheSameMeters() {
        assertThat(meterNames("later")).isEmpty();

        meters.manager.getCache("later");
        meters.insight.forCache("later").hit(MILLI);

        Map<String, Long> keepsNothingHere = meterNames("products");
        keepsNothingHere.remove("cache.size");
        assertThat(meterNames("later")).isEqualTo(keepsNothingHere).hasSizeGreaterThan(10);
        assertThat(scrape("later", "cache_gets_total", "result=\"hit\"")).isEqualTo(1);
        assertThat(scrape("later", "cache_starter_get_seconds_count", "result=\"hit\""))
                .isEqualTo(1);
    }

    @Test
    void standardMetersThatSpringBootHasBoundAreNotBoundAgain() {
        SimpleMeterRegistry own = new SimpleMeterRegistry();
        List<String> bound = new ArrayList<>();
        CacheMeterBinderProvider<TieredCache> provider = (cache, tags) -> {
            bound.add(cache.getName());
            return new TieredCacheMeterBinderProvider(meters.insight).getMeterBinder(cache, tags);
        };
        CacheMetricsRegistrar registrar = new CacheMetricsRegistrar(own, List.of(provider));
        registrar.bindCacheToRegistry(
                Objects.requireNonNull(meters.manager.getCache("products")), Tag.of("cache.manager", "cacheManager"));

        meters.manager.addListener(new CacheMeters(own, meters.insight, registrar, "cacheManager"));
        meters.manager.getCache("later");

        assertThat(bound).containsExactly("products", "later");
    }

    @Test
    void aCacheHasAKnownAndBoundedNumberOfTimeSeries() {
        long series = registry.scrape()
                .lines()
                .filter(line -> line.contains("products"))
                .count();

        assertThat(series).isBetween(500L, 600L);
    }

    private Map<String, Long> meterNames(String cache) {
        return registry.getMeters().stream()
                .filter(meter -> cache.equals(meter.getId().getTag("cache")))
                .collect(Collectors.groupingBy(meter -> meter.getId().getName(), Collectors.counting()));
    }

    /** The value of the one line with this name and these tags. */
    private double scrape(String cache, String name, String... tags) {
        Pattern line = Pattern.compile(name + "\\{[^}]*} (\\S+)");
        double[] values = registry.scrape()
                .lines()
                .filter(text -> text.contains("cache=\"" + cache + "\""))
                .filter(text -> Arrays.stream(tags)
                        .allMatch(tag -> Pattern.compile(tag).matcher(text).find()))
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToDouble(matcher -> Double.parseDouble(matcher.group(1)))
                .toArray();
        assertThat(values).as(name + " of " + cache).isNotEmpty();
        return values[values.length - 1];
    }
}
