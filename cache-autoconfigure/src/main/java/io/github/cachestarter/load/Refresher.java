package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.remote.RemoteTier.Lookup;
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
 * or no Redis, it does not take place. After one that failed, gave nothing to keep, or found nothing that it could claim, the
 * key is left alone for as long as a stale entry is given more time: an entry that is due stays due, and every read of it
 * would try again. Thread-safe.
 */
final class Refresher {

    private final LoadContext context;
    private final Set<EntryKey> running = ConcurrentHashMap.newKeySet();
    private final Pauses<EntryKey> pauses;
    private final Pauses<Long> entries;

    Refresher(LoadContext context) {
        this.context = context;
        this.pauses = new Pauses<>(context.reports().ticker());
        this.entries = new Pauses<>(context.reports().ticker());
    }

    /** An entry was read: refreshes it if it is due. Null for a loader that must not run later. */
    void read(EntryKey key, @Nullable Type type, EntryMeta meta, @Nullable Reload loader) {
        if (loader != null && context.freshness().of(meta) == Freshness.State.DUE) {
            refresh(key, type, meta, loader, Observer.NOBODY);
        }
    }

    /**
     * Refreshes an entry, whether it is due or not, unless that is being done or the key is to be left alone.
     *
     * @return false: there is no room for it
     */
    boolean refresh(EntryKey key, @Nullable Type type, EntryMeta meta, Reload loader, Observer observer) {
        if (pauses.paused(key) || entries.paused(meta.identity()) || !running.add(key)) {
            return true;
        }
        try {
            context.background().refreshes().execute(() -> run(key, type, meta, loader, observer));
            return true;
        } catch (RejectedExecutionException ex) {
            running.remove(key);
            context.reports().listener().refreshDropped();
            return false;
        }
    }

    /** How many run or wait for a thread. */
    int size() {
        return running.size();
    }

    private void run(EntryKey key, @Nullable Type type, EntryMeta meta, Reload loader, Observer observer) {
        Flight flight = context.flights().leadIfIdle(key, new Follower(type, null, null, false));
        if (flight == null) {
            running.remove(key);
            return;
        }
        Miss call = new Miss(context, key, type, Miss.Caller.ASYNCHRONOUS, context.now());
        call.whenStored(observer::there);
        Lead lead = new Lead(context, call, flight);
        if (!call.admittedNow()) {
            context.reports().listener().refreshDropped();
            lead.abort();
            running.remove(key);
            return;
        }
        Try attempt = new Try(key, meta, observer);
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

    /** Is told what a refresh has found. */
    interface Observer {

        /** Does not care. */
        Observer NOBODY = new Observer() {};

        /** This entry lies there now: the new one, or that of somebody else. */
        default void there(EntryMeta meta) {}

        /** Nothing lies there that could be used. */
        default void gone() {}

        /** It could not be asked for. */
        default void remoteAway() {}
    }

    /** One refresh. */
    final class Try {

        private final EntryKey key;
        private final EntryMeta read;
        private final Observer observer;
        private volatile boolean claimed;

        private Try(EntryKey key, EntryMeta read, Observer observer) {
            this.key = key;
            this.read = read;
            this.observer = observer;
        }

        void claimed() {
            claimed = true;
            context.reports().listener().refreshStarted();
        }

        /** Somebody else has done it, does it for a while, or has changed the entry. */
        void refused(Lookup lookup) {
            context.reports().listener().refreshRefused();
            if (lookup instanceof Lookup.Busy busy) {
                pauses.pause(key, TimeUnit.MILLISECONDS.toNanos(busy.restMillis()));
            } else if (lookup instanceof Lookup.Hit hit) {
                observer.there(hit.entry().meta());
            } else if (lookup instanceof Lookup.Stale stale && !stale.evicted()) {
                observer.there(stale.entry().meta());
            } else {
                nothingThere();
            }
        }

        /** The load gave nothing to keep; the entry goes, but may be there still. */
        void unkept() {
            nothingThere();
        }

        void remoteAway() {
            observer.remoteAway();
        }

        /** This entry is left alone, wherever it lies still; not the one that comes in its place. */
        private void nothingThere() {
            entries.pause(read.identity(), throttle());
            observer.gone();
        }

        private void ended(Outcome outcome) {
            if (claimed && outcome.failure() != null) {
                context.reports().listener().refreshFailed();
                pauses.pause(key, throttle());
            }
            running.remove(key);
        }

        private long throttle() {
            return context.settings().load().freshness().stale().throttle().toNanos();
        }
    }
}
