package io.github.cachestarter.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Some benchmarks under one set of circumstances.
 *
 * @param benchmarks regular expression over the names of benchmark classes and methods
 * @param threads how many threads call at a time
 * @param parameters values that replace those which the benchmark names itself
 */
record Step(String benchmarks, int threads, Map<String, List<String>> parameters) {

    private static final List<Integer> MORE_THREADS = List.of(2, 4, 8, 32);
    private static final List<String> MORE_ENTRIES = List.of("10000", "100000", "1000000");
    private static final List<String> LOCAL = List.of("SPRING_CAFFEINE", "PROJECT");
    private static final List<String> REMOTE = List.of("LETTUCE", "PROJECT");

    /** What a round of that effort goes through, in this order; how costs grow is measured once. */
    static List<Step> all(Effort effort, int round) {
        if (effort == Effort.SMOKE) {
            return List.of(
                    new Step("LocalHit.get$", 1, Map.of("contender", List.of("CAFFEINE"))),
                    new Step("RemoteHit", 1, Map.of("contender", List.of("LETTUCE"))));
        }
        if (effort == Effort.QUICK) {
            return quick();
        }
        if (effort == Effort.GROWTH) {
            return grown();
        }
        List<Step> steps = new ArrayList<>(List.of(
                new Step("LocalHit|CachedMethodHit", 1, Map.of()),
                new Step("RemoteHit|RoundTrip|Write|Miss|OpenBreaker|LoaderAlone", 1, Map.of()),
                new Step("RemoteHit", 16, Map.of())));
        if (effort == Effort.FULL && round == 1) {
            steps.addAll(growth());
        }
        return steps;
    }

    private static List<Step> quick() {
        return List.of(
                new Step("LocalHit.get$", 1, Map.of("contender", LOCAL)),
                new Step("CachedMethodHit", 1, Map.of("contender", LOCAL)),
                new Step("RemoteHit|Miss", 1, Map.of("contender", REMOTE)),
                new Step("RemoteHit", 16, Map.of("contender", REMOTE)),
                new Step("Write", 1, Map.of("contender", List.of("BOOT_REDIS_IMMEDIATE", "PROJECT"))),
                new Step("RoundTrip.(set|del|announced)|OpenBreaker|LoaderAlone", 1, Map.of()));
    }

    /** Growth with where it begins. */
    private static List<Step> grown() {
        List<Step> steps = new ArrayList<>(List.of(
                new Step("LocalHit.get$", 1, Map.of("contender", LOCAL)),
                new Step("RemoteHit", 1, Map.of("contender", REMOTE)),
                new Step("RemoteHit", 16, Map.of("contender", REMOTE))));
        steps.addAll(growth());
        return steps;
    }

    private static List<Step> growth() {
        List<Step> steps = new ArrayList<>();
        for (int threads : MORE_THREADS) {
            steps.add(new Step("LocalHit.get$", threads, Map.of("contender", LOCAL)));
            steps.add(new Step("RemoteHit", threads, Map.of("contender", REMOTE)));
        }
        steps.add(new Step("LocalHit.get$", 16, Map.of("contender", LOCAL)));
        steps.add(new Step("LocalHit.get$", 1, Map.of("contender", LOCAL, "entries", MORE_ENTRIES)));
        steps.add(new Step("RemoteHit", 1, Map.of("contender", REMOTE, "entries", MORE_ENTRIES)));
        return steps;
    }
}
