package io.github.cachestarter.load;

import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.Freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Seven seconds of one hot key without a wall clock: forty requests a second, a time-to-live of two seconds, a load of 400
 * milliseconds. What an entry is good for is decided by {@link Freshness} itself; what follows from that, one load at a time
 * and who waits for it, is told here in a few lines.
 */
final class FreshnessTimeline {

    static final long END = 7_000;

    private static final long EVERY = 25;
    private static final Duration TTL = Duration.ofSeconds(2);
    private static final long LOAD = 400;

    private final LoadSettings settings;
    private final LongPredicate sourceFails;
    private final long loadMillis;
    private final LongPredicate anybodyAsks;
    private final List<Request> requests = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<Long> waiting = new ArrayList<>();
    private final Freshness freshness;
    private long now;
    private @Nullable EntryMeta entry;
    private @Nullable Load running;

    private FreshnessTimeline(
            LoadSettings settings, long loadMillis, LongPredicate sourceFails, LongPredicate anybodyAsks) {
        this.settings = settings;
        this.sourceFails = sourceFails;
        this.loadMillis = loadMillis;
        this.anybodyAsks = anybodyAsks;
        this.freshness = new Freshness(settings, () -> Instant.ofEpochMilli(now), new Random(5));
    }

    /** With a source that always answers. */
    static FreshnessTimeline of(LoadSettings settings) {
        return of(settings, LOAD, begun -> false);
    }

    /**
     * What happens under these settings.
     *
     * @param loadMillis how long a load takes after the first one
     * @param sourceFails whether the load that began at this time fails
     */
    static FreshnessTimeline of(LoadSettings settings, long loadMillis, LongPredicate sourceFails) {
        return new FreshnessTimeline(settings, loadMillis, sourceFails, at -> true).passed();
    }

    /** With a source that always answers, and nobody who asks at some times. */
    static FreshnessTimeline of(LoadSettings settings, LongPredicate anybodyAsks) {
        return new FreshnessTimeline(settings, LOAD, begun -> false, anybodyAsks).passed();
    }

    List<Request> requests() {
        return requests;
    }

    List<Load> loads() {
        return loads;
    }

    long count(Answer answer) {
        return requests.stream().filter(request -> request.answer() == answer).count();
    }

    private FreshnessTimeline passed() {
        for (now = 0; now < END; now++) {
            pass();
        }
        return this;
    }

    private void pass() {
        Load ends = running;
        if (ends != null && ends.end() == now) {
            running = null;
            ended(ends);
        }
        Optional<Duration> patience = settings.softTimeout();
        if (patience.isPresent() && standsIn()) {
            answerThoseWho(began -> now - began >= patience.get().toMillis(), Answer.STALE);
        }
        if (now % EVERY == 0 && anybodyAsks.test(now)) {
            request();
        }
        if (plans() && entry != null && running == null && now >= freshness.plannedAt(entry)) {
            load(true);
        }
    }

    /** Whether a worker loads without waiting for a request. */
    private boolean plans() {
        return settings.freshness().refresh().mode() == Mode.SCHEDULED;
    }

    private void load(boolean inBackground) {
        running = new Load(now, now + (loads.isEmpty() ? LOAD : loadMillis), sourceFails.test(now), inBackground);
        loads.add(running);
    }

    private void request() {
        State state = state();
        if (state == State.FRESH || state == State.DUE) {
            requests.add(new Request(now, now, rearmed() ? Answer.STALE : Answer.HIT));
        } else {
            waiting.add(now);
        }
        if (state != State.FRESH && running == null) {
            load(state == State.DUE);
        }
    }

    private State state() {
        EntryMeta there = entry;
        if (there == null || (!freshness.judges() && there.expiresAt() <= now)) {
            return State.OVER;
        }
        return freshness.of(there);
    }

    private boolean standsIn() {
        return entry != null && freshness.standsIn(entry);
    }

    private boolean rearmed() {
        return entry != null && entry.rearmed();
    }

    private void ended(Load load) {
        if (!load.fails()) {
            entry = new EntryMeta(load.begin(), 0, load.begin(), (int) (load.end() - load.begin()), TTL.toMillis());
            answerThoseWho(began -> true, Answer.WAITED);
        } else if (entry != null && standsIn()) {
            entry = freshness.rearmed(entry, new Token(now, now), 0);
            answerThoseWho(began -> true, Answer.STALE);
        } else {
            answerThoseWho(began -> true, Answer.FAILED);
        }
    }

    private void answerThoseWho(LongPredicate which, Answer answer) {
        List<Long> answered = waiting.stream().filter(which::test).toList();
        answered.forEach(began -> requests.add(new Request(began, now, answer)));
        waiting.removeAll(answered);
    }

    /** What a request got. */
    enum Answer {
        HIT,
        STALE,
        WAITED,
        FAILED
    }

    /** One request, from its begin to its answer. */
    record Request(long begin, long end, Answer answer) {}

    /** One load. */
    record Load(long begin, long end, boolean fails, boolean inBackground) {}
}
