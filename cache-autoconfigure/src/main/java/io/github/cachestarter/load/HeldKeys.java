package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.Snapshot;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys whose lease or claim a thread holds outside a flight: while the method of a {@code @CachePut} runs, or the one
 * between a fenced read and its put. Such a method may well read its own key through the cache, and must not wait for a
 * lease that only ends after it. Every token is taken out by the put or by giving it back, and by nothing else: a clear
 * leaves the lease where it is, and so may an evict that fails or whose reply comes late. Thread-safe.
 */
final class HeldKeys {

    private final ConcurrentMap<EntryKey, Holder> holders = new ConcurrentHashMap<>();

    /**
     * The current thread holds the key from now on.
     *
     * @param before what was known of the key's changes before the lease or claim was sent
     */
    void hold(EntryKey key, Token token, Snapshot before) {
        holders.put(key, new Holder(token, Thread.currentThread(), before));
    }

    /** Ends the holding of this token; null: it was over already, or the key has changed since. */
    @Nullable
    Snapshot drop(EntryKey key, Token token) {
        Holder holder = holders.get(key);
        while (holder != null && holder.token().equals(token)) {
            if (holders.remove(key, holder)) {
                return holder.before();
            }
            holder = holders.get(key);
        }
        return null;
    }

    /** What was known before the change is of no use any more; whoever holds the key still does. */
    void changed(EntryKey key) {
        holders.computeIfPresent(key, (held, holder) -> holder.afterChange());
    }

    /** The same for all keys. */
    void changedAll() {
        holders.replaceAll((held, holder) -> holder.afterChange());
    }

    boolean by(Thread thread, EntryKey key) {
        Holder holder = holders.get(key);
        return holder != null && holder.thread() == thread;
    }

    private record Holder(
            Token token, Thread thread, @Nullable Snapshot before) {

        Holder afterChange() {
            return new Holder(token, thread, null);
        }
    }
}
