package io.github.cachestarter.insight;

import org.jspecify.annotations.Nullable;

/**
 * The miss-ratio curve of a cache that works for months. The sample of a {@link MissRatioCurve} only gets smaller: one key that
 * is read extremely often for a minute makes all others pay for ever. So a new curve is begun beside one whose sample is smaller
 * than there is room for. For half an hour it only learns which keys there are, since those it does not know count as loads;
 * then it counts for another, and then it takes the place of the old one. If it has to sample as few keys as that one it is
 * dropped, and tried again half an hour later. Not thread-safe.
 */
final class RenewedCurve {

    private final int mostKeys;
    private final long ttl;
    private MissRatioCurve current;
    private @Nullable MissRatioCurve next;
    private boolean counting;
    private long lookedAt;

    /** Creates the curve of a cache that nobody has read yet; parameters as those of {@link MissRatioCurve}. */
    RenewedCurve(int mostKeys, long ttl, long reads, long now) {
        this.mostKeys = mostKeys;
        this.ttl = ttl;
        this.current = new MissRatioCurve(mostKeys, ttl, reads, now);
        this.lookedAt = now;
    }

    /** The curve that tells most now. */
    MissRatioCurve current() {
        return current;
    }

    /** Reads of keys whose hash is below this are to be told of. */
    int threshold() {
        return next == null ? current.threshold() : next.threshold();
    }

    /** Such a key was read. */
    void read(long id, int hash, long now) {
        if (hash < current.threshold()) {
            current.read(id, hash, now);
        }
        if (next != null) {
            next.read(id, hash, now);
            dropUnlessLarger(next);
        }
    }

    /** The entry of a key is so large, in bytes. */
    void sized(long id, int bytes) {
        current.sized(id, bytes);
        if (next != null) {
            next.sized(id, bytes);
        }
    }

    /** Samples a sixteenth fewer keys from now on. */
    void lower() {
        if (next == null) {
            current.lower();
        } else {
            next.lower();
            dropUnlessLarger(next);
        }
    }

    private void dropUnlessLarger(MissRatioCurve larger) {
        if (larger.threshold() <= current.threshold()) {
            next = null;
        }
    }

    /** Lets what was seen long ago count less; to be called now and then. */
    void age(long allReads, long now) {
        current.age(allReads, now);
        if (now - lookedAt < MissRatioCurve.HALF_LIFE) {
            return;
        }
        lookedAt = now;
        if (next == null) {
            renew(allReads, now);
        } else if (!counting) {
            counting = true;
            next.countAnew(allReads, now);
        } else {
            current = next;
            next = null;
        }
    }

    private void renew(long allReads, long now) {
        if (current.rate() < 1 && current.keys() < mostKeys / 2) {
            next = new MissRatioCurve(mostKeys, ttl, allReads, now);
            counting = false;
        }
    }
}
