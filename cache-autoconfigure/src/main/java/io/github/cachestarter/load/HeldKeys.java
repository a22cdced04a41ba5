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
 * lease that only ends after it. Every token is taken out by the put, by giving it back or by an evict. Thread-safe.
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

    /** Ends the holding of this token; null: it was over already. */
    @Nullable
    Snapshot drop(EntryKey key, Token token) {
        Holder holder = holders.get(key);
        return holder != null && holder.token().equals(token) && holders.remove(key, holder) ? holder.before() : null;
    }

    /** Whoever held the key: an evict has taken the token away. */
    void drop(EntryKey key) {
        holders.remove(key);
    }

    void dropAll() {
        holders.clear();
    }

    boolean by(Thread thread, EntryKey key) {
        Holder holder = holders.get(key);
        return holder != null && holder.thread() == thread;
    }

    private record Holder(Token token, Thread thread, Snapshot before) {}
}
