package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A table of the report.
 *
 * @param title its heading
 * @param operations what it shows, by the names in the results
 * @param shows which of their series it shows
 */
record Section(String title, List<String> operations, BiPredicate<Results, Series> shows) {

    private static final String LOCAL_LOADING = "LocalHit.getOrLoad";
    private static final String METHOD = "CachedMethodHit.call";

    /** How costs grow with entries and threads; empty if nobody asked. */
    static final Section GROWTH =
            new Section("Growth", List.of(Series.LOCAL_HIT, Series.REMOTE_HIT), Section::ofGrowth);

    /** Everything that can be measured, in the order of the page. */
    static final List<Section> ALL = List.of(
            of("L1 hit, `Cache.get`", Series.LOCAL_HIT),
            of("L1 hit, `get(key, loader)`", LOCAL_LOADING),
            of("L1 hit through `@Cacheable`", METHOD),
            of("L2 hit", Series.REMOTE_HIT),
            of("Miss, load and store", "Miss.loadAndStore"),
            of("Put", "Write.put"),
            of("Evict", "Write.evict"),
            of(
                    "Round trips alone",
                    "RoundTrip.get",
                    "RoundTrip.set",
                    "RoundTrip.announcedSet",
                    "RoundTrip.del",
                    "RoundTrip.announcedDel"),
            of("A call while the breaker is open, and its loader alone", "OpenBreaker.call", "LoaderAlone.call"),
            of("Commands per operation", "Commands.miss", "Commands.hit", "Commands.put", "Commands.evict"),
            of("Bytes per entry in Redis", "EntrySize.value", "EntrySize.memory"),
            of(
                    "Stampede of 100 callers on a cold key, p99 beyond the loader",
                    "Stampede.oneJvm",
                    "Stampede.oneJvm:loads",
                    "Stampede.threeJvms",
                    "Stampede.threeJvms:loads"),
            of("One eviction seen by 50 instances, and looking at them alone", "FanOut.evict", "FanOut.lookingAlone"),
            of("Start-up", "StartUp.ready", "StartUp.firstCall", "StartUp.processor"),
            new Section("Insight on and off", List.of(Series.LOCAL_HIT, LOCAL_LOADING, METHOD), Section::ofInsight),
            GROWTH);

    /** What it shows of these results, in order. */
    List<Series> rows(Results results) {
        List<Series> rows = results.series().stream()
                .filter(series -> operations.contains(series.operation()) && shows.test(results, series))
                .toList();
        Comparator<Series> order = rows.stream().anyMatch(Series::grown)
                ? Series.BY_SIZE
                : Comparator.comparingInt(series -> operations.indexOf(series.operation()));
        return rows.stream().sorted(order).toList();
    }

    private static Section of(String title, String... operations) {
        return new Section(title, List.of(operations), Section::usual);
    }

    private static boolean usual(Results results, Series series) {
        return !series.grown() && series.contender() != Contender.PROJECT_WITHOUT_INSIGHT;
    }

    private static boolean ofInsight(Results results, Series series) {
        boolean project =
                series.contender() == Contender.PROJECT_WITHOUT_INSIGHT || series.contender() == Contender.PROJECT;
        return project
                && series.variant().isEmpty()
                && results.find(series.with(Contender.PROJECT_WITHOUT_INSIGHT)).isPresent();
    }

    private static boolean ofGrowth(Results results, Series series) {
        return results.series().stream()
                .anyMatch(other -> other.grown()
                        && other.operation().equals(series.operation())
                        && other.contender() == series.contender());
    }
}
