package io.github.cachestarter.invalidation;

import io.github.cachestarter.invalidation.SoftClears.SoftClear;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of the markers of one cache. A marker is written for a clear or an evicted tag; it has a stamp
 * that is newer than all before. An entry carries the newest stamp that its loader's instance knew <em>before the
 * load</em>, and is valid as long as no marker that applies to it is newer than that. So it need not be found to be
 * removed, and one that is stored after the clear, by somebody who had begun before it, is as invalid as the others.
 *
 * <p>What is known only grows, each marker by itself: messages may come late, twice or never, a re-read may give what a
 * failover brought back. Clocks are never compared: what an entry is stamped with was taken from the memory of one
 * instance, never from a server. Checks MM1 to MM3 and MH1 to MH8 of the protocol model; docs/decisions/0010-markers.md.
 *
 * <p>A marker whose writing failed is <em>owed</em>: nothing it would apply to is valid here until it is written, which
 * the next read attempts. A soft clear that is owed changes nothing here until it is. Thread-safe; asked without a lock.
 */
public final class CacheMarkers {

    /** More evicted tags than this are owed as one clear. */
    private static final int MOST_OWED = 100;

    /** More tags than this are read again, so that those are forgotten that the others have. */
    private static final int MOST_TAGS = 20_000;

    /** The older half of more tags than this is forgotten here, as where an instance hears of tags but reads nothing. */
    private static final int MOST_HEARD = 2 * MOST_TAGS;

    private final Map<String, Long> tags = new ConcurrentHashMap<>();
    private final Map<String, Long> owedTags = new ConcurrentHashMap<>();
    private final Deque<Runnable> onClear = new ArrayDeque<>(1);

    private volatile long clear;
    private volatile long allTags;
    private volatile long newest;
    private volatile boolean complete;
    private volatile boolean owesClear;
    private volatile SoftClears soft = SoftClears.NONE;

    private long upTo;
    private long losses;
    private long debts;
    private long owedSoftMillis;
    private long owedSoftSince;

    /** Adds what must be done whenever more was cleared than was known. It is brief and never throws. */
    public synchronized void onClear(Runnable action) {
        onClear.add(action);
    }

    /** The stamp for what is loaded from now on; 0: nothing is known. */
    public long stamp() {
        return newest;
    }

    /** The soft clears that are known; to be taken before anything is looked up or {@linkplain #permit permitted}. */
    public SoftClears soft() {
        return soft;
    }

    /** The newest clear; 0: none is known. */
    public long cleared() {
        return clear;
    }

    /**
     * Whether an entry with this stamp and these tags may be used, as far as it is known now. Read in the reverse of the order
     * in which it is written: whatever is taken away has been replaced before by what is looked at later.
     */
    public boolean permit(long stamp, List<String> entryTags) {
        return !owesClear && (entryTags.isEmpty() || permitTags(stamp, entryTags)) && clear <= stamp;
    }

    /** The same for an entry that may have any tag. */
    public boolean permitAll(long stamp) {
        return !owesClear && owedTags.isEmpty() && newest <= stamp;
    }

    private boolean permitTags(long stamp, List<String> entryTags) {
        for (String tag : entryTags) {
            if (owedTags.containsKey(tag)) {
                return false;
            }
            Long marker = tags.get(tag);
            if (marker != null && marker > stamp) {
                return false;
            }
        }
        return allTags <= stamp;
    }

    /** Whether all markers are known that were there at some time since the last loss, and none is owed. */
    public boolean isComplete() {
        return complete;
    }

    /**
     * A marker was heard of.
     *
     * @param tag null: everything was cleared
     */
    public synchronized void marked(@Nullable String tag, long stamp) {
        apply(tag == null ? stamp : 0, 0, tag == null ? Map.of() : Map.of(tag, stamp));
    }

    /** A soft clear was heard of, at this monotonic time. */
    public synchronized void marked(SoftClear clear, long now) {
        apply(List.of(clear), now);
    }

    /** Of how many tags a marker is known; for tests. */
    int tags() {
        return tags.size();
    }

    /** Markers may have been missed: all of them have to be read. */
    public synchronized void lost() {
        losses++;
        upTo = 0;
        complete = false;
    }

    /** An own marker, for a tag or for everything (null), may not have been written. */
    public synchronized void owe(@Nullable String tag) {
        debts++;
        if (tag != null && owedTags.size() < MOST_OWED) {
            owedTags.put(tag, debts);
        } else {
            owesClear = true;
        }
        complete = false;
    }

    /** An own soft clear may not have been written; of several the one with the shortest spread is owed. */
    public synchronized void oweSoftly(long spreadMillis) {
        owedSoftMillis = owedSoftMillis == 0 ? spreadMillis : Math.min(owedSoftMillis, spreadMillis);
        owedSoftSince = ++debts;
        complete = false;
    }

    /** What is to be asked for, or written where it is owed; to be taken before that is sent. */
    public synchronized Question question() {
        String tag = owesClear || owedTags.isEmpty()
                ? null
                : owedTags.keySet().iterator().next();
        long softly = owesClear || tag != null ? 0 : owedSoftMillis;
        return new Question(newest, upTo, owesClear, tag, softly, losses, debts);
    }

    /**
     * The markers that are newer than asked for.
     *
     * @param newClear 0: none
     * @param newAllTags the marker of everything that has tags; 0: none
     */
    public synchronized void answered(Question asked, long newClear, long newAllTags, Map<String, Long> newTags) {
        answered(asked, newClear, newAllTags, newTags, List.of(), 0);
    }

    /**
     * The same with soft clears.
     *
     * @param now monotonic time in nanoseconds
     */
    public synchronized void answered(
            Question asked,
            long newClear,
            long newAllTags,
            Map<String, Long> newTags,
            List<SoftClear> newSoft,
            long now) {
        apply(newClear, newAllTags, newTags);
        apply(newSoft, now);
        pay(asked);
        if (asked.losses != losses) {
            return; // what was read may be from before the loss
        }
        long read = Math.max(newClear, newAllTags);
        for (long stamp : newTags.values()) {
            read = Math.max(read, stamp);
        }
        for (SoftClear one : newSoft) {
            read = Math.max(read, one.stamp());
        }
        upTo = tags.size() > MOST_TAGS ? 0 : Math.max(upTo, read);
        complete = !owesClear && owedTags.isEmpty() && owedSoftMillis == 0;
    }

    // What came to be owed after the question is not paid by its answer.
    private void pay(Question asked) {
        if (asked.owesClear && asked.debts == debts) {
            owesClear = false;
            owedTags.clear();
            owedSoftMillis = 0;
        } else if (asked.owedTag != null) {
            owedTags.computeIfPresent(asked.owedTag, (tag, debt) -> debt <= asked.debts ? null : debt);
        } else if (asked.softMillis > 0 && owedSoftSince <= asked.debts) {
            owedSoftMillis = 0;
        }
    }

    private void apply(List<SoftClear> newSoft, long now) {
        for (SoftClear one : newSoft) {
            newest = Math.max(newest, one.stamp());
            if (one.stamp() > clear) {
                soft = soft.with(one, now);
            }
        }
    }

    /** Then all tags count as evicted that long ago, which makes more invalid than was asked for and never less. */
    private void forgetOldest() {
        long[] stamps =
                tags.values().stream().mapToLong(Long::longValue).sorted().toArray();
        forget(Math.max(
                allTags, stamps[stamps.length / 2])); // some may have come late, and be older than what is forgotten
    }

    private void forget(long upToStamp) {
        allTags = upToStamp;
        tags.values().removeIf(stamp -> stamp <= upToStamp);
    }

    // The actions run within the lock: whoever finds a marker known may rely on all that follows from it.
    private void apply(long newClear, long newAllTags, Map<String, Long> newTags) {
        newTags.forEach((tag, stamp) -> {
            if (stamp > clear) {
                tags.merge(tag, stamp, Math::max);
            }
            newest = Math.max(newest, stamp);
        });
        if (newAllTags > allTags) {
            forget(newAllTags);
        }
        if (tags.size() > MOST_HEARD) {
            forgetOldest();
        }
        newest = Math.max(newest, Math.max(newClear, newAllTags));
        if (newClear > clear) {
            clear = newClear;
            tags.values().removeIf(stamp -> stamp <= newClear);
            onClear.forEach(Runnable::run);
            soft = soft.after(newClear); // last: whoever looks for them first finds them, or the clear in their place
        }
    }

    /**
     * What to ask the remote tier.
     *
     * @param newest the newest stamp that is known
     * @param upTo the stamp up to which everything is known
     * @param owesClear a clear is to be written
     * @param owedTag a marker of this tag is to be written; null: of none
     * @param softMillis a soft clear with this spread is to be written; 0: none
     */
    public record Question(
            long newest,
            long upTo,
            boolean owesClear,
            @Nullable String owedTag,
            long softMillis,
            long losses,
            long debts) {

        /** The same question, by which nothing is paid. */
        public Question reading() {
            return new Question(newest, upTo, false, null, 0, losses, debts);
        }

        /** The same question, asked with a marker for this tag or for everything (null). */
        public Question writing(@Nullable String tag) {
            return new Question(newest, upTo, tag == null, tag, 0, losses, debts);
        }

        /** The same question, asked with a soft clear. */
        public Question writingSoftly(long spreadMillis) {
            return new Question(newest, upTo, false, null, spreadMillis, losses, debts);
        }
    }
}
