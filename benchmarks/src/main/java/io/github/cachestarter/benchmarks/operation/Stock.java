package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;

/** Opens a subject over an empty Redis, and fills it. */
final class Stock {

    /** So few that they fit any processor's cache: code is compared, not memory. */
    static final int ENTRIES = 1_000;

    private static final long PATIENCE = 5_000_000_000L;

    private Stock() {}

    static Subject empty(Contender contender, Tiers tiers) {
        RedisAddress redis = RedisAddress.given();
        RedisControl.flush(redis);
        return contender.open(tiers, redis);
    }

    static Subject filled(Contender contender, Tiers tiers, String... keys) {
        Subject subject = empty(contender, tiers);
        for (String key : keys) {
            subject.put(key, Product.of(key));
        }
        // Some put in the background, and not every local tier keeps what is put.
        for (String key : keys) {
            awaitHit(subject, key);
        }
        return subject;
    }

    /**
     * The same, but with every key in the process, so that a call that reaches Redis after all is never taken for a local hit.
     *
     * @throws IllegalStateException if look-ups still reach Redis after a while
     */
    static Subject filledLocally(Contender contender, String... keys) {
        Subject subject = filled(contender, Tiers.LOCAL_FIRST, keys);
        long deadline = System.nanoTime() + PATIENCE;
        try (RedisControl control = new RedisControl(RedisAddress.given())) {
            while (readsOf(subject, control, keys) > 0) {
                if (System.nanoTime() - deadline > 0) {
                    subject.close();
                    throw new IllegalStateException(contender + " does not keep its entries in the process");
                }
            }
        }
        return subject;
    }

    private static long readsOf(Subject subject, RedisControl control, String... keys) {
        long before = control.reads();
        for (String key : keys) {
            subject.get(key);
        }
        return control.reads() - before;
    }

    private static void awaitHit(Subject subject, String key) {
        long deadline = System.nanoTime() + PATIENCE;
        while (subject.get(key) == null) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(subject + " has no entry for " + key + " after it was put");
            }
        }
    }
}
