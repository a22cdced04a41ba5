package io.github.cachestarter.load;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Pending;
import io.github.cachestarter.invalidation.CacheMarkers;
import io.github.cachestarter.invalidation.CacheMarkers.Question;
import io.github.cachestarter.invalidation.SoftClears;
import io.github.cachestarter.invalidation.SoftClears.SoftClear;
import io.github.cachestarter.invalidation.SoftClears.Softened;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.local.Snapshot;
import io.github.cachestarter.remote.Markers;
import io.github.cachestarter.remote.RemoteMarkers;
import io.github.cachestarter.remote.Sweeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The markers of one cache: those that are known here, and those in the remote tier. As long as all of them are known and
 * new ones are heard of, they cost nothing. Otherwise every read of the remote tier reads the new ones along, in the same
 * round trip (check MH5 of the protocol model). Thread-safe.
 */
public final class Marking {

    /** Read again while the cache is used, so that the remote markers do not expire before entries do. */
    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final CacheMarkers known;
    private final RemoteMarkers remote;
    private final LongPredicate heard;
    private final LongSupplier nanos;
    private final Sweeper sweeper;
    private volatile long asked;

    /**
     * Creates the markers of one cache.
     *
     * @param heard whether messages of others are known to have come through shortly before this monotonic time
     * @param nanos that time
     * @param sweeper gives back the memory of what was cleared
     */
    public Marking(CacheMarkers known, RemoteMarkers remote, LongPredicate heard, LongSupplier nanos, Sweeper sweeper) {
        this.sweeper = sweeper;
        this.known = known;
        this.remote = remote;
        this.heard = heard;
        this.nanos = nanos;
        this.asked = nanos.getAsLong();
    }

    /** The markers of a cache of which no other instance knows anything. */
    public static Marking alone(LongSupplier nanos) {
        return new Marking(new CacheMarkers(), new LoneMarkers(), time -> true, nanos, Sweeper.NONE);
    }

    /** What must be done whenever more was cleared than was known. */
    void onClear(Runnable action) {
        known.onClear(action);
    }

    /** The stamp for what is loaded from now on. */
    long stamp() {
        return known.stamp();
    }

    /** An entry with the stamp of what was known before; null: that is not known, and no marker is older. */
    static Entry stamped(Entry entry, @Nullable Snapshot before) {
        return new Entry(entry.value(), entry.meta().withStamp(before == null ? 0 : before.stamp()));
    }

    /** Whether an entry may be used. */
    boolean permit(EntryMeta meta) {
        return known.permit(meta.stamp(), meta.tags());
    }

    /** The soft clears that are known: an ordinary clear that comes later takes them away. */
    SoftClears soft() {
        return known.soft();
    }

    /** An entry of the local tier, if it may be used; an ordinary clear has ended it there already. */
    @Nullable
    LocalHit permitted(@Nullable LocalHit hit) {
        return permitted(hit, soft());
    }

    /**
     * The same.
     *
     * @param before taken before the local tier was asked: an ordinary clear since has ended the entry, or these count
     */
    @Nullable
    LocalHit permitted(@Nullable LocalHit hit, SoftClears before) {
        LocalHit valid = valid(hit);
        return valid == null || softened(valid.meta(), before) != Softened.OVER ? valid : null;
    }

    /** The same of one that a soft clear may have ended. */
    @Nullable
    LocalHit valid(@Nullable LocalHit hit) {
        return hit == null || hit.meta().tags().isEmpty() || permit(hit.meta()) ? hit : null;
    }

    /**
     * What soft clears make of an entry that is {@linkplain #permit permitted}. One that was given more time because its source
     * had failed keeps it: its end is near.
     */
    Softened softened(EntryMeta meta) {
        return softened(meta, soft());
    }

    private Softened softened(EntryMeta meta, SoftClears soft) {
        return soft.concern(meta.stamp()) && !meta.rearmed()
                ? soft.of(meta.stamp(), meta.identity(), nanos.getAsLong())
                : Softened.NOT_YET;
    }

    /** Whether the value of this outcome may be used, if it was loaded with this stamp. */
    boolean permit(Outcome outcome, long stamp) {
        List<String> tags = outcome.loaded().tags();
        SoftClears soft = known.soft();
        if (soft.concern(stamp) && soft.ended(stamp, nanos.getAsLong())) {
            return false;
        }
        return tags == null ? known.permitAll(stamp) : known.permit(stamp, tags);
    }

    /** Whether none was missed, as far as it is known now; to be taken before an entry is {@linkplain #permit permitted}. */
    boolean isComplete() {
        return known.isComplete();
    }

    /** Asks for new markers if some may have been missed; null: there is no need. What is owed is written instead. */
    @Nullable
    Pending<Boolean> ask() {
        long now = nanos.getAsLong();
        // In this order: messages come through again only after it was noted that some were lost.
        if (heard.test(now) && known.isComplete() && now - asked < AGAIN_NANOS) {
            return null;
        }
        asked = now;
        Question question = known.question();
        return answered(question, send(question));
    }

    /** Makes all entries invalid, here before the answer is consumed. */
    Pending<Boolean> clear() {
        return write(known.question().writing(null)).map(done -> {
            sweeper.sweep(known::cleared);
            return done;
        });
    }

    /**
     * Makes all entries invalid that were there before this cause, as {@link #clear} does, or as another instance has
     * done it: then what that one wrote is applied here.
     */
    Pending<Boolean> clearOnce(String cause) {
        Question question = known.question();
        if (question.owesClear()) {
            return clear();
        }
        return answered(question.reading(), remote.clearOnce(cause, question.newest(), question.upTo()))
                .map(done -> {
                    sweeper.sweep(known::cleared);
                    return done;
                });
    }

    /** Has all entries loaded anew within this time, and makes them invalid then. */
    Pending<Boolean> clearSoftly(Duration spread) {
        Question question = known.question();
        return question.owesClear() ? clear() : write(question.writingSoftly(spread.toMillis()));
    }

    /** Makes all entries with this tag invalid, here before the answer is consumed. */
    Pending<Boolean> evictTag(String tag) {
        return write(known.question().writing(tag));
    }

    private Pending<Markers> send(Question question) {
        if (question.owesClear()) {
            return remote.clear(question.newest(), question.upTo());
        }
        if (question.softMillis() > 0) {
            return remote.clearSoftly(Duration.ofMillis(question.softMillis()), question.newest(), question.upTo());
        }
        return question.owedTag() == null
                ? remote.read(question.newest(), question.upTo())
                : remote.evictTag(question.owedTag(), question.newest(), question.upTo());
    }

    private Pending<Boolean> answered(Question question, Pending<Markers> answer) {
        return answer.map(markers -> {
            long now = nanos.getAsLong();
            List<SoftClear> soft =
                    markers.soft().stream().map(one -> anchored(one, now)).toList();
            known.answered(question, markers.clear(), markers.allTags(), markers.tags(), soft, now);
            return true;
        });
    }

    /** On the clock of this process; the answer was under way for a moment, which ends it that much later. */
    private static SoftClear anchored(Markers.Soft soft, long now) {
        long began = now - soft.age().toNanos();
        return new SoftClear(soft.stamp(), began, began + soft.spread().toNanos());
    }

    private Pending<Boolean> write(Question question) {
        Pending<Boolean> written;
        try {
            written = answered(question, send(question));
        } catch (RuntimeException ex) {
            written = Pending.failed(ex);
        }
        return new HandledPending<>(written, done -> done, failure -> {
            if (question.softMillis() > 0) {
                known.oweSoftly(question.softMillis());
            } else {
                known.owe(question.owedTag());
            }
            throw failure;
        });
    }

    /** Markers that are nowhere but in the memory of this instance. */
    private static final class LoneMarkers implements RemoteMarkers {

        private final AtomicLong last = new AtomicLong();

        @Override
        public Pending<Markers> read(long newest, long read) {
            return Pending.of(new Markers(0, 0, Map.of()));
        }

        @Override
        public Pending<Markers> clear(long newest, long read) {
            return Pending.of(new Markers(last.incrementAndGet(), 0, Map.of()));
        }

        @Override
        public Pending<Markers> clearSoftly(Duration spread, long newest, long read) {
            Markers.Soft soft = new Markers.Soft(last.incrementAndGet(), Duration.ZERO, spread);
            return Pending.of(new Markers(0, 0, Map.of(), List.of(soft)));
        }

        @Override
        public Pending<Markers> evictTag(String tag, long newest, long read) {
            return Pending.of(new Markers(0, 0, Map.of(tag, last.incrementAndGet())));
        }
    }
}
