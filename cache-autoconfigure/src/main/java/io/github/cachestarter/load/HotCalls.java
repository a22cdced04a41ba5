package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.frequency.SpaceSaving;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one cache that are read most, each with the last call that read it, so that it can be made again.
 *
 * <p>Memory is bounded: {@value #SPARE} times as many keys are counted as are wanted ({@link SpaceSaving}), because the last
 * of those that are counted change places all the time. A key that loses its counter loses its call with it. What nobody has
 * read for a while is forgotten, however often it was read before; counts halve in the same rhythm, so that the hottest keys
 * are those of now. All times are milliseconds of wall time, as those of entries.
 *
 * <p>Thread-safe. A read is left out if somebody else is here: no reader waits.
 */
final class HotCalls {

    private static final int SPARE = 4;

    private final int most;
    private final long forgetMillis;
    private final ToLongFunction<EntryMeta> plannedAt;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final SpaceSaving counters;
    private final Map<EntryKey, Call> calls = new HashMap<>();
    private long halvedAt;

    /**
     * Creates an empty one.
     *
     * @param plannedAt when an entry is to be loaded anew
     */
    HotCalls(RefreshSettings settings, ToLongFunction<EntryMeta> plannedAt) {
        this.most = settings.keys();
        this.forgetMillis = settings.forgetAfter().toMillis();
        this.plannedAt = plannedAt;
        this.counters = new SpaceSaving(SPARE * most);
    }

    /**
     * A key was read.
     *
     * @param sample tells for how many reads this one stands
     */
    void read(EntryKey key, @Nullable Type type, EntryMeta meta, Reload loader, ReadSample sample, long now) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            Object displaced = counters.add(key, sample.chosen(now));
            if (displaced instanceof EntryKey gone) {
                calls.remove(gone);
            }
            Call call = calls.computeIfAbsent(key, Call::new);
            call.type = type;
            call.loader = loader;
            call.readAt = now;
            call.plan(meta, plannedAt);
        } finally {
            lock.unlock();
        }
    }

    /** The calls to be made again now, of the hottest keys, the most urgent first. Forgets what nobody has read for long. */
    List<Due> due(long now) {
        lock.lock();
        try {
            age(now);
            if (calls.values().stream().noneMatch(call -> call.plannedAt <= now)) {
                return List.of();
            }
            return hottest()
                    .filter(call -> call.plannedAt <= now)
                    .sorted(Comparator.comparingLong(call -> call.plannedAt))
                    .flatMap(Call::due)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** This entry lies there now. */
    void there(EntryKey key, EntryMeta meta) {
        lock.lock();
        try {
            Call call = calls.get(key);
            if (call != null) {
                call.plan(meta, plannedAt);
            }
        } finally {
            lock.unlock();
        }
    }

    /** That entry is gone, and nothing is in its place: whoever wants to have it reads it first. */
    void gone(EntryKey key, EntryMeta meta) {
        lock.lock();
        try {
            Call call = calls.get(key);
            if (call != null && call.meta != null && call.meta.identity() == meta.identity()) {
                call.plan(null, plannedAt);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many are remembered. */
    int size() {
        lock.lock();
        try {
            return calls.size();
        } finally {
            lock.unlock();
        }
    }

    private Stream<Call> hottest() {
        return counters.top().limit(most).flatMap(counter -> Stream.ofNullable(calls.get(counter.key())));
    }

    private void age(long now) {
        if (calls.values().removeIf(call -> now - call.readAt >= forgetMillis)) {
            counters.removeIf(key -> !calls.containsKey(key));
        }
        if (now - halvedAt >= forgetMillis) {
            halvedAt = now;
            counters.halve();
        }
    }

    /** A call to be made again, for the entry that it has read. */
    record Due(EntryKey key, @Nullable Type type, EntryMeta meta, Reload loader) {}

    private static final class Call {

        private final EntryKey key;
        private @Nullable Type type;
        private @Nullable Reload loader;
        private @Nullable EntryMeta meta;
        private long readAt;
        private long plannedAt = Freshness.NEVER;

        Call(EntryKey key) {
            this.key = key;
        }

        void plan(@Nullable EntryMeta entry, ToLongFunction<EntryMeta> at) {
            meta = entry;
            plannedAt = entry == null ? Freshness.NEVER : at.applyAsLong(entry);
        }

        Stream<Due> due() {
            return meta == null || loader == null ? Stream.empty() : Stream.of(new Due(key, type, meta, loader));
        }
    }
}
