package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Loads entries of one cache anew before their time is over, while their callers have the present value.
 *
 * <p>A refresh names the entry that was read when it claims it, begins its load after the claim was acknowledged, and stores
 * under the claim's token. So it never brings back what was evicted or put meanwhile (checks F1, FM1, FM3 and FM4 of the
 * protocol model), and of all instances one loads: the others are told of the claim, or get the newer entry in its place. It
 * leads the key's flight, which a miss joins that comes meanwhile, and it runs only where nobody loads the key already.
 *
 * <p>Nothing waits for a refresh and it waits for nothing: where there is no thread, no room among the loads that may run,
 * or no Redis, it does not take place. After one that failed, the key is left alone for as long as a stale entry is given
 * more time. Thread-safe.
 */
final class Refresher {

    private final LoadContext context;
    private final Set<EntryKey> running = ConcurrentHashMap.newKeySet();
    private final Pauses pauses;

    Refresher(LoadContext context) {
        this.context = context;
        this.pauses = new Pauses(context.reports().ticker());
    }

    /** An entry was read: refreshes it if it is due. Null for a loader that must not run later. */
    void read(EntryKey key, @Nullable Type type, EntryMeta meta, @Nullable Reload loader) {
        if (loader != null && context.freshness().of(meta) == Freshness.State.DUE) {
            refresh(key, type, meta, loader);
        }
    }

    /** Refreshes an entry, whether it is due or not. */
    void refresh(EntryKey key, @Nullable Type type, EntryMeta meta, Reload loader) {
        if (pauses.paused(key) || !running.add(key)) {
            return;
        }
        try {
            context.background().refreshes().execute(() -> run(key, type, meta, loader));
        } catch (RejectedExecutionException ex) {
            running.remove(key);
            context.reports().listener().refreshDropped();
        }
    }

    /** How many run or wait for a thread; for tests. */
    int size() {
        return running.size();
    }

    private void run(EntryKey key, @Nullable Type type, EntryMeta meta, Reload loader) {
        Flight flight = context.flights().leadIfIdle(key, new Follower(type, null, null));
        if (flight == null) {
            running.remove(key);
            return;
        }
        Miss call = new Miss(context, key, type, null, context.now());
        Lead lead = new Lead(context, call, flight);
        if (!call.admittedNow()) {
            context.reports().listener().refreshDropped();
            lead.abort();
            running.remove(key);
            return;
        }
        Try attempt = new Try(key);
        try {
            loader.run(
                    () -> lead.refresh(meta, attempt),
                    () -> {
                        lead.abort();
                        running.remove(key);
                    },
                    attempt::ended);
        } catch (RuntimeException ex) {
            running.remove(key); // a caller that crashed has ended its flight
        }
    }

    /** One refresh. */
    final class Try {

        private final EntryKey key;
        private volatile boolean claimed;

        private Try(EntryKey key) {
            this.key = key;
        }

        void claimed() {
            claimed = true;
            context.reports().listener().refreshStarted();
        }

        /** Somebody else has done it, does it for at most so long, or has changed the entry. */
        void refused(long restMillis) {
            context.reports().listener().refreshRefused();
            pauses.pause(key, TimeUnit.MILLISECONDS.toNanos(restMillis));
        }

        private void ended(Outcome outcome) {
            if (claimed && outcome.failure() != null) {
                context.reports().listener().refreshFailed();
                pauses.pause(
                        key,
                        context.settings().load().freshness().stale().throttle().toNanos());
            }
            running.remove(key);
        }
    }
}
