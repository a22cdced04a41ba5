package io.github.cachestarter.insight;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntSupplier;

/**
 * A striped counter that chooses one in {@value #ONE_IN} of what it counts, at random. To throw dice at each would cost as
 * much as counting; so each stripe knows at which count it chooses next, and throws only then. The distances are even
 * between 1 and twice the mean, so that no caller's pattern is in step with them. Thread-safe.
 */
final class ChoosingCounter {

    static final int ONE_IN = 128;

    private static final int STRIPES = 32;

    /** A stripe has two cache lines to itself: the count, and the count at which it chooses next. */
    private static final int APART = 16;

    private final AtomicLongArray stripes = new AtomicLongArray((STRIPES + 1) * APART);
    private final IntSupplier random;

    /** Creates a counter at zero; the random numbers decide what is chosen. */
    ChoosingCounter(IntSupplier random) {
        this.random = random;
        for (int stripe = APART; stripe < stripes.length(); stripe += APART) {
            stripes.setPlain(stripe + 1, distance());
        }
    }

    /** Counts one. True: it is chosen. */
    boolean increment() {
        int stripe = (((int) Thread.currentThread().getId() * 0x9E3779B9) >>> 27) * APART + APART;
        long count = stripes.getAndIncrement(stripe);
        if (count < stripes.getPlain(stripe + 1)) {
            return false;
        }
        stripes.setPlain(stripe + 1, count + distance());
        return true;
    }

    long sum() {
        long sum = 0;
        for (int stripe = APART; stripe < stripes.length(); stripe += APART) {
            sum += stripes.get(stripe);
        }
        return sum;
    }

    private int distance() {
        return 1 + (random.getAsInt() & (2 * ONE_IN - 1));
    }
}
