package io.github.cachestarter.redis;

import io.github.cachestarter.redis.PrimaryChange.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who a server is, by its own account.
 *
 * <p>The run id changes with every start of a process. The replication id names a history of writes: a promoted replica
 * begins a new one and keeps the one that it came from as the second, with the offset up to which both are the same. A
 * restarted primary claims the same of the snapshot that it loaded, which may be old; that it is younger than our last
 * sight of its predecessor gives it away, or an offset from before that. A primary that has had no replica for an hour takes
 * a new id without a second one.
 *
 * @param offset how far its history had come when it was asked
 * @param secondOffset up to where the second history is the same as its own
 * @param uptime how long its process has been running, in whole seconds
 * @param seenNanos monotonic time at which it was asked
 */
record Identity(
        String runId,
        String history,
        long offset,
        String secondHistory,
        long secondOffset,
        Duration uptime,
        long seenNanos) {

    private static final Duration ROUNDING = Duration.ofSeconds(1);

    /** What a server names its second history that has none. */
    static final String NONE = "0".repeat(40);

    /** Whether the server told enough to be compared. */
    boolean isKnown() {
        return !runId.equals(ServerFacts.UNKNOWN);
    }

    /** Names its process and its history of writes; null: the server does not tell. */
    @Nullable
    String origin() {
        return isKnown() ? runId + " " + history : null;
    }

    /** What it means if this server comes after that one. */
    Kind after(Identity before) {
        if (!isKnown() || !before.isKnown()) {
            return Kind.UNKNOWN;
        }
        boolean sameProcess = runId.equals(before.runId);
        if (sameProcess && (history.equals(before.history) || secondHistory.equals(NONE))) {
            return Kind.SAME;
        }
        if (isDescendantOf(before)) {
            return Kind.SUCCESSOR;
        }
        return ranBeside(before) ? Kind.UNRELATED : Kind.RESTARTED_OR_UNRELATED;
    }

    /** Whether it ran already when that one was last seen; a second either way is lost in whole seconds. */
    private boolean ranBeside(Identity before) {
        return uptime.minus(ROUNDING).toNanos() > seenNanos - before.seenNanos;
    }

    /** Whether its data comes from that server, and from a time when that one was in use. */
    boolean isDescendantOf(Identity before) {
        boolean wasThereThen = uptime.toNanos() > seenNanos - before.seenNanos;
        return !secondHistory.equals(NONE)
                && secondHistory.equals(before.history)
                && secondOffset > before.offset
                && wasThereThen;
    }
}
