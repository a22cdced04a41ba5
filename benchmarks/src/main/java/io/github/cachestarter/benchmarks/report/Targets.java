package io.github.cachestarter.benchmarks.report;

import static io.github.cachestarter.benchmarks.report.Target.Comparison.DIFFERENCE;
import static io.github.cachestarter.benchmarks.report.Target.Comparison.RATIO;
import static io.github.cachestarter.benchmarks.subject.Contender.BOOT_REDIS;
import static io.github.cachestarter.benchmarks.subject.Contender.BOOT_REDIS_IMMEDIATE;
import static io.github.cachestarter.benchmarks.subject.Contender.JETCACHE;
import static io.github.cachestarter.benchmarks.subject.Contender.LETTUCE;
import static io.github.cachestarter.benchmarks.subject.Contender.PROJECT;
import static io.github.cachestarter.benchmarks.subject.Contender.PROJECT_WITHOUT_INSIGHT;
import static io.github.cachestarter.benchmarks.subject.Contender.REDISSON;
import static io.github.cachestarter.benchmarks.subject.Contender.SPRING_CAFFEINE;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.util.Arrays;
import java.util.List;

/** What Cache Starter is to keep. The names of operations are those that the benchmarks and scenarios give. */
final class Targets {

    static final List<Target> ALL = List.of(
            ratio("L1 hit, `Cache.get`", Series.LOCAL_HIT, 1.3, SPRING_CAFFEINE),
            bound("L1 hit, `Cache.get`, bytes allocated", "LocalHit.get:bytes", 24),
            ratio("L1 hit, `Cache.get`, beside insight off", Series.LOCAL_HIT, 1.1, PROJECT_WITHOUT_INSIGHT),
            ratio("L1 hit through `@Cacheable`", "CachedMethodHit.call", 1.05, SPRING_CAFFEINE),
            ratio("L2 hit, 1 thread, beside Lettuce and Jackson", Series.REMOTE_HIT, 1.10, LETTUCE),
            ratio("L2 hit, 1 thread, beside the fastest peer", Series.REMOTE_HIT, 1, BOOT_REDIS, JETCACHE, REDISSON),
            ratio(
                    Series.SIXTEEN_THREADS,
                    "L2 hit, 16 threads, beside Lettuce and Jackson",
                    Series.REMOTE_HIT,
                    1.10,
                    LETTUCE),
            ratio(
                    Series.SIXTEEN_THREADS,
                    "L2 hit, 16 threads, beside the fastest peer",
                    Series.REMOTE_HIT,
                    1,
                    BOOT_REDIS,
                    JETCACHE,
                    REDISSON),
            roundTrip("Acknowledged put beside a raw `SET`", "Write.put", "RoundTrip.set"),
            roundTrip("Acknowledged put beside a `SET` that is announced", "Write.put", "RoundTrip.announcedSet"),
            ratio("Acknowledged put beside Boot with `immediateWrites()`", "Write.put", 1, BOOT_REDIS_IMMEDIATE),
            roundTrip("Evict beside a raw `DEL`", "Write.evict", "RoundTrip.del"),
            roundTrip("Evict beside a `DEL` that is announced", "Write.evict", "RoundTrip.announcedDel"),
            ratio("Evict beside Boot with `immediateWrites()`", "Write.evict", 1, BOOT_REDIS_IMMEDIATE),
            new Target(
                    "Miss and store, commands sent beyond the `GET`",
                    Series.of("Commands.miss", PROJECT),
                    List.of(Series.of("Commands.hit", LETTUCE)),
                    DIFFERENCE,
                    2),
            ratio(
                    "Miss and store beside the faster of JetCache and Redisson",
                    "Miss.loadAndStore",
                    1,
                    JETCACHE,
                    REDISSON),
            bound("Stampede in one JVM, loads", "Stampede.oneJvm:loads", 1),
            bound("Stampede in one JVM, p99 beyond the loader", "Stampede.oneJvm", 10),
            bound("Stampede over three JVMs, loads", "Stampede.threeJvms:loads", 1),
            bound("Stampede over three JVMs, p99 beyond the loader", "Stampede.threeJvms", 50),
            openBreaker("Open breaker, call beyond the loader, no L1", "REMOTE_ONLY"),
            openBreaker("Open breaker, call beyond the loader", "LOCAL_FIRST"),
            beyond("Bytes per entry in Redis beyond raw JSON", "EntrySize.value", LETTUCE, 48),
            ratio(
                    "Bytes per entry in Redis beside the smallest peer",
                    "EntrySize.value",
                    1,
                    BOOT_REDIS,
                    JETCACHE,
                    REDISSON),
            beyond(
                    "Start-up with the first answer, beyond the stock Redis cache, which connects at the first call",
                    "StartUp.firstCall",
                    BOOT_REDIS,
                    150));

    private Targets() {}

    private static Target ratio(String title, String operation, double limit, Contender... others) {
        return ratio("", title, operation, limit, others);
    }

    private static Target ratio(String variant, String title, String operation, double limit, Contender... others) {
        List<Series> references = Arrays.stream(others)
                .map(other -> new Series(operation, other, variant))
                .toList();
        return new Target(title, new Series(operation, PROJECT, variant), references, RATIO, limit);
    }

    private static Target roundTrip(String title, String operation, String raw) {
        return new Target(title, Series.of(operation, PROJECT), List.of(Series.of(raw, null)), RATIO, 1.15);
    }

    private static Target bound(String title, String operation, double limit) {
        return new Target(title, Series.of(operation, PROJECT), List.of(), DIFFERENCE, limit);
    }

    private static Target beyond(String title, String operation, Contender reference, double limit) {
        return new Target(
                title, Series.of(operation, PROJECT), List.of(Series.of(operation, reference)), DIFFERENCE, limit);
    }

    private static Target openBreaker(String title, String tiers) {
        return new Target(
                title,
                new Series("OpenBreaker.call", null, tiers),
                List.of(Series.of("LoaderAlone.call", null)),
                DIFFERENCE,
                2_000);
    }
}
