package io.github.cachestarter.insight;

import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.insight.Sizing.Local;
import io.github.cachestarter.insight.Sizing.Point;
import io.github.cachestarter.insight.Sizing.WorkingSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what was sampled into what other sizes would bring. */
final class SizingAdvice {

    private static final double STEP = Math.sqrt(2);
    private static final int STEPS_AROUND = 8;

    private SizingAdvice() {}

    static @Nullable Sizing of(AccessSampler sampler, LocalSettings settings, double measured) {
        WorkingSet workingSet = sampler.workingSet();
        return workingSet == null ? null : new Sizing(workingSet, local(sampler, settings, measured, workingSet));
    }

    private static @Nullable Local local(
            AccessSampler sampler, LocalSettings settings, double measured, WorkingSet workingSet) {
        long entries = entries(settings, workingSet);
        List<Point> points = entries < 2 ? null : sampler.curve(sizes(entries));
        return points == null
                ? null
                : new Local(
                        entries,
                        measured,
                        at(points, entries / 2),
                        at(points, entries),
                        at(points, entries * 2),
                        points);
    }

    /** How many entries there is room for; 0: none, or nobody knows how large they are. */
    private static long entries(LocalSettings settings, WorkingSet workingSet) {
        if (!settings.enabled()) {
            return 0;
        }
        if (settings.maxWeight().isEmpty()) {
            return settings.maxEntries();
        }
        Long mean = workingSet.meanEntryBytes();
        return mean == null ? 0 : settings.maxWeight().getAsLong() / Math.max(1, mean);
    }

    /** A sixteenth to sixteen times as many, in steps of the square root of two; half, one and twice are exact. */
    private static List<Long> sizes(long entries) {
        List<Long> sizes = new ArrayList<>();
        for (int step = -STEPS_AROUND; step <= STEPS_AROUND; step++) {
            long size = step % 2 == 0
                    ? Math.round(Math.scalb((double) entries, step / 2))
                    : Math.round(entries * Math.pow(STEP, step));
            if (step == -2) {
                size = entries / 2;
            }
            if (size >= 1 && !sizes.contains(size)) {
                sizes.add(size);
            }
        }
        return sizes;
    }

    private static double at(List<Point> points, long entries) {
        return points.stream()
                .filter(point -> point.entries() == entries)
                .findFirst()
                .orElseThrow()
                .hitRate();
    }
}
