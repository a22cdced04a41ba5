package io.github.cachestarter.redis;

/**
 * What callers have waited for in vain since any primary replied. Each primary has a {@link Breaker} and five callers who pay
 * its timeout; of three that fall silent together that would be fifteen. So the five are those of all primaries as well:
 * after them, a primary that owes a reply for half a timeout is given up without five of its own. While anybody replies
 * nothing adds up here, so that one silent primary costs the others nothing.
 *
 * <p>Mistaken, it sends the callers of one primary to their loaders for half a second: five timeouts at another one, no
 * reply from anywhere since, and then a reply that is merely slow. Thread-safe.
 */
final class Silence {

    private static final int ENOUGH = 5;

    /** Read after every reply: there is something to forget. */
    private volatile boolean suspected;

    // Guarded by this.
    private int waiting;
    private int timedOut;

    /** Somebody replied. Costs one volatile read in quiet times. */
    void broken() {
        if (suspected) {
            forget();
        }
    }

    private synchronized void forget() {
        waiting = 0;
        timedOut = 0;
        suspected = false;
    }

    /** Whether one more caller may wait for the second half of its time. */
    synchronized boolean mayWait() {
        suspected = true;
        boolean may = waiting < ENOUGH;
        if (may) {
            waiting++;
        }
        return may;
    }

    /** The whole time of a caller is over. */
    synchronized void timedOut() {
        suspected = true;
        timedOut++;
    }

    /** Those who waited have told by now; in the place of the others, who were interrupted, new ones may wait. */
    synchronized void askAgain() {
        waiting = Math.min(waiting, timedOut);
    }

    /** Whether enough have waited to the end. */
    synchronized boolean isProven() {
        return timedOut >= ENOUGH;
    }
}
