package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The markers without Redis, for tests: the same stamps, answers and announcements, without limits. */
public final class InMemoryRemoteMarkers implements RemoteMarkers {

    private static final String CLEAR = "";
    private static final String SOFT = "(soft)";

    private final String cache;
    private final LongSupplier micros;
    private final Consumer<Announcement> announcements;
    private final SortedMap<Long, Span> soft = new TreeMap<>();
    private Map<String, Long> stamps = new HashMap<>();

    /**
     * Creates markers that are not there yet.
     *
     * @param micros the server's time in microseconds
     * @param announcements hears what is published, under the lock
     */
    public InMemoryRemoteMarkers(String cache, LongSupplier micros, Consumer<Announcement> announcements) {
        this.cache = cache;
        this.micros = micros;
        this.announcements = announcements;
    }

    @Override
    public synchronized Pending<Markers> read(long known, long read) {
        if (isLost(known)) {
            write(CLEAR, known);
        }
        return newer(read);
    }

    @Override
    public synchronized Pending<Markers> clear(long known, long read) {
        write(CLEAR, known);
        return newer(read);
    }

    @Override
    public synchronized Pending<Markers> clearSoftly(Duration spread, long known, long read) {
        if (isLost(known)) {
            write(CLEAR, known);
        } else {
            long now = micros.getAsLong();
            long stamp = Math.max(now, Math.max(last(), known) + 1);
            soft.put(stamp, new Span(now, now + spread.toNanos() / 1_000));
            stamps.put(SOFT, stamp);
            String millis = Long.toString(spread.toMillis());
            announcements.accept(new Announcement(Kind.SOFT, 1, cache, millis, stamp));
        }
        return newer(read);
    }

    @Override
    public synchronized Pending<Markers> evictTag(String tag, long known, long read) {
        write(isLost(known) ? CLEAR : tag, known);
        return newer(read);
    }

    /** What lies there now, to be put back later: a replica that lags. */
    public synchronized Map<String, Long> copy() {
        return Map.copyOf(stamps);
    }

    /** Puts back what lay there, or nothing. */
    public synchronized void replaceBy(Map<String, Long> copy) {
        stamps = new HashMap<>(copy);
    }

    private boolean isLost(long known) {
        return stamps.isEmpty() || last() < known;
    }

    private long last() {
        return stamps.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private void write(String name, long known) {
        long stamp = Math.max(micros.getAsLong(), Math.max(last(), known) + 1);
        if (name.equals(CLEAR)) {
            stamps.clear();
            soft.clear();
        }
        stamps.put(name, stamp);
        Kind kind = name.equals(CLEAR) ? Kind.CLEAR : Kind.TAG;
        announcements.accept(new Announcement(kind, 1, cache, name, stamp));
    }

    private Pending<Markers> newer(long read) {
        Map<String, Long> tags = new HashMap<>();
        stamps.forEach((name, stamp) -> {
            if (stamp > read) {
                tags.put(name, stamp);
            }
        });
        Long clear = tags.remove(CLEAR);
        boolean newSoft = tags.remove(SOFT) != null;
        return Pending.of(new Markers(clear == null ? 0 : clear, 0, tags, newSoft ? softClears() : List.of()));
    }

    private List<Markers.Soft> softClears() {
        long now = micros.getAsLong();
        return soft.entrySet().stream()
                .map(one -> one.getValue().toldAt(one.getKey(), now))
                .toList();
    }

    /** When a soft clear was written and when it ends, in microseconds. */
    private record Span(long began, long ends) {

        Markers.Soft toldAt(long stamp, long now) {
            return new Markers.Soft(
                    stamp, Duration.of(now - began, ChronoUnit.MICROS), Duration.of(ends - began, ChronoUnit.MICROS));
        }
    }
}
