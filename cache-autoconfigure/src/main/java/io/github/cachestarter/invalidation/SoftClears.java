package io.github.cachestarter.invalidation;

import java.util.ArrayList;
import java.util.List;

/**
 * The soft clears of one cache, as far as this instance knows them. Each says of the entries that are older than its stamp:
 * until its end they are served, and each is to be loaded anew from a point of its own within the spread; after the end they
 * are over.
 *
 * <p><b>The point is drawn by the entry's identity</b>, 64 random bits that lie in its header: so it is the same for all
 * instances, and for both tiers, and the points of many entries lie evenly over the spread, however often they are read. A
 * draw at each read would have every instance load the hot entries at once.
 *
 * <p><b>Times are monotonic ones of this process.</b> What is told of a soft clear is how long ago it was written, by the
 * clock of the server that also wrote it, never when. So no clock is compared with another, and an instance that is told late
 * serves old entries for no longer than the spread from then on. Who is told again keeps the earlier end.
 *
 * <p><b>Several at a time</b> are kept apart: what the first one concerns must not get more time by the second. Of more than
 * {@value #MOST} the two oldest become one that ends with the first of them, which is earlier than was asked for and never
 * later. One that says nothing that a newer one does not say is dropped. Immutable.
 */
public final class SoftClears {

    /** None. */
    public static final SoftClears NONE = new SoftClears(List.of());

    /** The script keeps as many. */
    static final int MOST = 8;

    private static final double TO_SHARE = 0x1.0p-53;

    /** By stamp, the oldest first; their ends are in the same order. */
    private final List<SoftClear> clears;

    private final long newest;

    private SoftClears(List<SoftClear> clears) {
        this.clears = List.copyOf(clears);
        this.newest = clears.isEmpty() ? 0 : clears.get(clears.size() - 1).stamp;
    }

    /** Whether an entry with this stamp is older than any of them. The answer for all others costs nothing more. */
    public boolean concern(long stamp) {
        return stamp < newest;
    }

    /**
     * What they make of an entry.
     *
     * @param now monotonic time in nanoseconds
     */
    public Softened of(long stamp, long identity, long now) {
        Softened worst = Softened.NOT_YET;
        for (SoftClear clear : clears) {
            if (stamp < clear.stamp) {
                if (now - clear.ends >= 0) {
                    return Softened.OVER;
                }
                if (now - clear.due(identity) >= 0) {
                    worst = Softened.DUE;
                }
            }
        }
        return worst;
    }

    /** Whether an entry with this stamp is over, whatever its identity. */
    public boolean ended(long stamp, long now) {
        for (SoftClear clear : clears) {
            if (stamp < clear.stamp && now - clear.ends >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The same and this one, at this monotonic time. */
    SoftClears with(SoftClear added, long now) {
        List<SoftClear> all = new ArrayList<>(clears.size() + 1);
        SoftClear own = added;
        for (SoftClear clear : clears) {
            if (clear.stamp == added.stamp) {
                own = clear.ends - added.ends <= 0 ? clear : added;
            } else {
                all.add(clear);
            }
        }
        int at = 0;
        while (at < all.size() && all.get(at).stamp < own.stamp) {
            at++;
        }
        all.add(at, own);
        return new SoftClears(bounded(telling(all, now)));
    }

    /** Those that are newer than an ordinary clear, which concerns all that the others do. */
    SoftClears after(long clear) {
        return newest <= clear && this != NONE
                ? NONE
                : new SoftClears(
                        clears.stream().filter(soft -> soft.stamp > clear).toList());
    }

    private static List<SoftClear> telling(List<SoftClear> all, long now) {
        List<SoftClear> telling = new ArrayList<>(all.size());
        for (int i = all.size() - 1; i >= 0; i--) {
            SoftClear clear = all.get(i);
            SoftClear next = telling.isEmpty() ? null : telling.get(0);
            boolean said = next != null && (next.ends - clear.ends <= 0 || next.ends - now <= 0);
            if (!said) {
                telling.add(0, clear);
            }
        }
        return telling;
    }

    private static List<SoftClear> bounded(List<SoftClear> all) {
        if (all.size() <= MOST) {
            return all;
        }
        SoftClear oldest = all.get(0);
        List<SoftClear> fewer = new ArrayList<>(all.subList(1, all.size()));
        fewer.set(0, new SoftClear(fewer.get(0).stamp, oldest.began, oldest.ends));
        return fewer;
    }

    /** What soft clears make of an entry that is older. */
    public enum Softened {
        /** It is used as if there were none. */
        NOT_YET,
        /** It is used, and to be loaded anew. */
        DUE,
        /** It is used no more. */
        OVER
    }

    /**
     * One soft clear.
     *
     * @param stamp its marker's: it concerns the entries that are older
     * @param began monotonic time in nanoseconds
     * @param ends the same
     */
    public record SoftClear(long stamp, long began, long ends) {

        /** When this entry is to be loaded anew: the top 53 bits of its identity say at which share of the spread. */
        private long due(long identity) {
            return began + (long) ((ends - began) * ((identity >>> 11) * TO_SHARE));
        }
    }
}
