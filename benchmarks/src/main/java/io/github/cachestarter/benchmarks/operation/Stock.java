package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
import java.util.Arrays;
import java.util.Collections;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Opens a subject over an empty Redis, and fills it. */
final class Stock {

    /** So few that they fit any processor's cache: code is compared, not memory. */
    static final int ENTRIES = 1_000;

    private static final long PATIENCE = 5_000_000_000L;
    private static final long PATIENCE_PER_KEY = 100_000;
    private static final long SEED = 20_260_101;

    private Stock() {}

    static Subject empty(Contender contender, Tiers tiers) {
        RedisAddress redis = RedisAddress.given();
        RedisControl.flush(redis);
        return contender.open(tiers, redis);
    }

    static Subject filled(Contender contender, Tiers tiers, String... keys) {
        Subject subject = empty(contender, tiers);
        try {
            put(subject, keys);
            long deadline = deadline(keys);
            // Some put in the background, and some give a put up that takes too long, as many at a time may.
            for (String[] missing = missing(subject, keys); missing.length > 0; missing = missing(subject, missing)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(
                            contender + " has no entry for " + missing.length + " keys that were put");
                }
                put(subject, missing);
            }
        } catch (IllegalStateException ex) {
            subject.close();
            throw ex;
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
        long deadline = deadline(keys);
        try (RedisControl control = new RedisControl(RedisAddress.given())) {
            // More than once: what another thread puts meanwhile may keep a local tier from keeping what was read.
            while (!allLocal(subject, control, keys)) {
                if (System.nanoTime() - deadline > 0) {
                    subject.close();
                    throw new IllegalStateException(contender + " does not keep its entries in the process");
                }
            }
        }
        return subject;
    }

    /**
     * Keys that are too many for a processor's cache come in no order, the same for everybody: in the order in which they
     * were stored, the next one would mostly be at hand. To be called when they are stored.
     */
    static void mix(String... keys) {
        if (keys.length > ENTRIES) {
            Collections.shuffle(Arrays.asList(keys), new Random(SEED));
        }
    }

    private static long deadline(String... keys) {
        return System.nanoTime() + PATIENCE + keys.length * PATIENCE_PER_KEY;
    }

    // A cache that has given Redis up asks it no more, either: so each look-up must also be a hit.
    private static boolean allLocal(Subject subject, RedisControl control, String... keys) {
        long before = control.reads();
        return missing(subject, keys).length == 0 && control.reads() == before;
    }

    private static void put(Subject subject, String... keys) {
        Slices.forEach(keys, key -> subject.put(key, Product.of(key)));
    }

    private static String[] missing(Subject subject, String... keys) {
        Queue<String> missing = new ConcurrentLinkedQueue<>();
        Slices.forEach(keys, key -> {
            if (subject.get(key) == null) {
                missing.add(key);
            }
        });
        return missing.toArray(String[]::new);
    }
}
