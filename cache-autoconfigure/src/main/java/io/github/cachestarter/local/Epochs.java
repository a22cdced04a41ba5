package io.github.cachestarter.local;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts the changes of a cache's entries, so that no entry is read after it has changed.
 *
 * <p>An epoch is a number that only grows: one for each stripe of keys, one for the whole cache. Whoever reads the remote
 * tier or loads takes both <em>before</em>. The entry that comes of it carries them for ever, and <em>every read</em>
 * compares them with the current ones. A change of a key, an own one or one that is heard of, moves the key's epoch, and
 * with that everything that began before is dead: what lies in the local tier, and also what is still on its way. Nothing
 * has to be removed, so nothing can be removed too early or be missed, and no lock is held between a check and a put.
 * A clear, or a connection over which messages may have been lost, moves the cache's epoch in the same way.
 *
 * <p>An own put may keep its value only if nothing else happened to the key since it was sent: it moves the epoch by a
 * compare-and-set from its snapshot, and carries the epoch it has moved to. Of two that overlap one fails, and by moving
 * on kills what the other has kept.
 *
 * <p>Keys that share a stripe die together, which costs a miss. The stripes are shared by all caches. The proof, rule by
 * rule, is in docs/decisions/0009-epochs-in-entries.md. Thread-safe; not final, so that tests can show what happens
 * without it.
 */
class Epochs {

    private static final int STRIPE_BITS = 14;

    private final AtomicLongArray stripes;
    private final AtomicLong cache = new AtomicLong();

    Epochs(AtomicLongArray stripes) {
        this.stripes = stripes;
    }

    static AtomicLongArray newStripes() {
        return new AtomicLongArray(1 << STRIPE_BITS);
    }

    Snapshot snapshot(String redisKey, long now) {
        int stripe = stripe(redisKey);
        return new Snapshot(stripe, stripes.get(stripe), cache.get(), now);
    }

    /** Whether nothing has changed since. */
    boolean current(int stripe, long keyEpoch, long cacheEpoch) {
        return stripes.get(stripe) == keyEpoch && cache.get() == cacheEpoch;
    }

    void changed(String redisKey) {
        changed(stripes, redisKey);
    }

    void allChanged() {
        cache.incrementAndGet();
    }

    /**
     * Moves a key's epoch for an own put. What carries the result is dead at once if the cache's epoch has moved since.
     *
     * @return null: something else happened to the key since; its epoch has moved all the same
     */
    @Nullable
    Snapshot moved(Snapshot before) {
        long next = before.keyEpoch() + 1;
        if (stripes.compareAndSet(before.stripe(), before.keyEpoch(), next)) {
            return new Snapshot(before.stripe(), next, before.cacheEpoch(), before.takenAt());
        }
        stripes.incrementAndGet(before.stripe());
        return null;
    }

    static void changed(AtomicLongArray stripes, String redisKey) {
        stripes.incrementAndGet(stripe(redisKey));
    }

    private static int stripe(String redisKey) {
        // Fibonacci hashing: the top bits of the product depend on all bits of the hash.
        return (redisKey.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - STRIPE_BITS);
    }
}
