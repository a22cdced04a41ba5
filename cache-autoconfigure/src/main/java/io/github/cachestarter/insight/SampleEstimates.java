package io.github.cachestarter.insight;

import io.github.cachestarter.insight.DrawnKeys.Drawn;
import io.github.cachestarter.insight.ServerSample.Bucket;
import io.github.cachestarter.insight.ServerSample.Estimate;
import io.github.cachestarter.insight.ServerSample.Ttl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a random sample says about all keys, with limits between which the truth lies with 95 % confidence. Shares and
 * numbers of keys have Wilson's interval (E. B. Wilson, 1927), which holds for few and for no hits as well; means and sums
 * the normal one, 1.96 standard errors to each side, which is too narrow where a cache has few keys in the sample or a few
 * huge entries. The number of all keys is exact: the servers know it.
 */
final class SampleEstimates {

    private static final double Z = 1.96;

    private static final List<Duration> LIMITS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(7));

    private final DrawnKeys drawn;
    private final double all;

    private SampleEstimates(DrawnKeys drawn) {
        this.drawn = drawn;
        this.all = (double) drawn.databaseKeys();
    }

    static SampleOfServers of(DrawnKeys drawn) {
        SampleEstimates estimates = new SampleEstimates(drawn);
        Map<String, ServerSample> caches = new LinkedHashMap<>();
        drawn.caches().forEach((cache, keys) -> caches.put(cache, estimates.cache(keys)));
        int own = drawn.caches().values().stream().mapToInt(List::size).sum();
        return new SampleOfServers(drawn.at(), drawn.draws(), share(drawn.draws() - own, drawn.draws(), 1), caches);
    }

    private ServerSample cache(List<Drawn> keys) {
        return new ServerSample(
                keys.size(),
                share(keys.size(), drawn.draws(), all),
                mean(keys, Drawn::bytes, drawn.draws(), all),
                mean(keys, Drawn::bytes, keys.size(), 1),
                keys.stream().mapToLong(Drawn::bytes).max().orElse(0),
                ttl(keys));
    }

    private Ttl ttl(List<Drawn> keys) {
        List<Bucket> buckets = new ArrayList<>();
        long from = 0;
        for (Duration limit : LIMITS) {
            buckets.add(bucket(keys, from, limit.toMillis(), limit.toSeconds()));
            from = limit.toMillis();
        }
        buckets.add(bucket(keys, from, Long.MAX_VALUE, null));
        Estimate without = share(count(keys, key -> key.ttlMillis() < 0), drawn.draws(), all);
        return new Ttl(without, buckets);
    }

    private static Bucket bucket(List<Drawn> keys, long from, long to, @Nullable Long seconds) {
        int there = count(keys, key -> key.ttlMillis() >= from && key.ttlMillis() < to);
        return new Bucket(seconds, share(there, keys.size(), 1));
    }

    private static int count(List<Drawn> keys, Predicate<Drawn> which) {
        return (int) keys.stream().filter(which).count();
    }

    /** Wilson's interval of a share, times a number that is known. */
    static Estimate share(int hits, int draws, double of) {
        if (draws == 0) {
            return new Estimate(0, 0, of);
        }
        double share = (double) hits / draws;
        double zz = Z * Z / draws;
        double middle = (share + zz / 2) / (1 + zz);
        double side = Z / (1 + zz) * Math.sqrt(share * (1 - share) / draws + zz / (4 * draws));
        return new Estimate(share * of, Math.max(0, middle - side) * of, Math.min(1, middle + side) * of);
    }

    /** The mean over so many draws, of which those that are not given count as zero, times a number that is known. */
    static Estimate mean(List<Drawn> keys, ToDoubleFunction<Drawn> value, int draws, double of) {
        if (draws == 0) {
            return new Estimate(0, 0, 0);
        }
        double sum = keys.stream().mapToDouble(value).sum();
        double squares =
                keys.stream().mapToDouble(value).map(number -> number * number).sum();
        double mean = sum / draws;
        double variance = draws == 1 ? 0 : Math.max(0, (squares - sum * mean) / (draws - 1));
        double side = Z * Math.sqrt(variance / draws);
        return new Estimate(mean * of, Math.max(0, mean - side) * of, (mean + side) * of);
    }
}
