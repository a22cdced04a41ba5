package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.time.Duration;

/**
 * Keeps two releases of an application that run side by side, each with its own shape of a type, from fighting: either
 * counts the other's entry as a miss, and if both replaced it at every read, no read would ever hit and every one would
 * write. So an entry of an unknown shape is left alone until a second after its load began: whoever reads it before that
 * loads for itself, without a lease, and stores nothing. A key is then rewritten once a second at most, and a release that
 * is alone takes over its predecessor's entries at their first read.
 *
 * <p>The time is from the clock of whoever stored the entry. One that is ahead of ours prolongs the second by as much, up
 * to {@link #AHEAD}; what claims to be from later than that is no time and is replaced.
 */
final class SideBySide {

    private static final long YOUNG = Duration.ofSeconds(1).toMillis();
    private static final long AHEAD = Duration.ofSeconds(10).toMillis();

    private SideBySide() {}

    /** Whether another release stored this so lately that it is not to be replaced at this time, in milliseconds. */
    static boolean leavesAlone(Lookup lookup, long now) {
        if (!(lookup instanceof Lookup.Invalid found)
                || found.reason() != MissReason.SHAPE_CHANGED
                || found.createdAt() == 0) {
            return false;
        }
        long age = now - found.createdAt();
        return -AHEAD <= age && age < YOUNG;
    }
}
