package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The markers without Redis, for tests: the same stamps, answers and announcements, without limits. */
public final class InMemoryRemoteMarkers implements RemoteMarkers {

    private static final String CLEAR = "";

    private final String cache;
    private final LongSupplier micros;
    private final Consumer<Announcement> announcements;
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
        return Pending.of(new Markers(clear == null ? 0 : clear, 0, tags));
    }
}
