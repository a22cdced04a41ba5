package io.github.cachestarter.insight;

import io.github.cachestarter.insight.Rates.Rate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a cache had counted at points of the last minutes, so that rates can be told of windows that end now. Nothing is
 * added to what a call costs: somebody writes the counts down every {@link #PERIOD}. Times are nanoseconds of monotonic
 * time. Thread-safe.
 */
final class RateWindows {

    /** How often the counts are to be written down. */
    static final Duration PERIOD = Duration.ofSeconds(10);

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final int MOST = (int) FIVE_MINUTES.dividedBy(PERIOD) + 2;

    private final Deque<Counts> past = new ArrayDeque<>();
    private final Counts start;

    RateWindows(long now) {
        start = new Counts(now, Map.of());
        past.addLast(start);
    }

    /** Writes down what was counted until now. */
    synchronized void note(Map<RatedEvent, Long> counts, long now) {
        past.addLast(new Counts(now, counts));
        if (past.size() > MOST) {
            past.removeFirst();
        }
    }

    /** The rates of the windows that end now. */
    synchronized Rates rates(Map<RatedEvent, Long> counts, long now) {
        Counts end = new Counts(now, counts);
        return new Rates(within(ONE_MINUTE, end), within(FIVE_MINUTES, end), rate(start, end));
    }

    /** From the latest point that is at least as long ago. */
    private @Nullable Rate within(Duration window, Counts end) {
        Counts begin = null;
        for (Counts point : past) {
            if (end.at - point.at < window.toNanos()) {
                break;
            }
            begin = point;
        }
        return begin == null ? null : rate(begin, end);
    }

    private static Rate rate(Counts begin, Counts end) {
        double seconds = Math.max(1, end.at - begin.at) / 1e9;
        Map<String, Double> perSecond = new LinkedHashMap<>();
        for (RatedEvent event : RatedEvent.values()) {
            perSecond.put(event.label(), end.since(begin, event) / seconds);
        }
        long local = end.since(begin, RatedEvent.LOCAL_HITS);
        long hits = local + end.since(begin, RatedEvent.REMOTE_HITS);
        double reads = hits + end.since(begin, RatedEvent.MISSES);
        return new Rate(seconds, reads == 0 ? null : hits / reads, reads == 0 ? null : local / reads, perSecond);
    }

    private record Counts(long at, Map<RatedEvent, Long> counts) {

        long since(Counts begin, RatedEvent event) {
            return counts.getOrDefault(event, 0L) - begin.counts.getOrDefault(event, 0L);
        }
    }
}
