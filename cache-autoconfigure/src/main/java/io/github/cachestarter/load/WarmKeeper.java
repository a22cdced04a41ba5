package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the hottest keys of one cache warm: in rounds, as long as there are any, it looks which of their entries are to be
 * loaded anew, and makes the call that last read each of them again. The refresh itself is like any other ({@link
 * Refresher}): under a claim that names the entry, so that one instance loads, and an evict or a put wins. What another
 * instance has stored meanwhile is the answer to the claim, and is planned for next.
 *
 * <p>What is not there is not loaded: an entry that was evicted comes back with the next call that asks for it. A round hands
 * over no more than {@value #AT_ONCE} refreshes that have not ended, so that those of other caches find room among what may
 * wait; the rest comes in the next. While Redis is away nothing is tried for {@link #REST}. Thread-safe.
 */
final class WarmKeeper implements HotReads {

    static final Duration REST = Duration.ofSeconds(5);

    private static final int AT_ONCE = 128;
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final LoadContext context;
    private final Refresher refresher;
    private final HotCalls calls;
    private final ReadSample sample;
    private final Duration round;
    private final AtomicBoolean going = new AtomicBoolean();
    private volatile long restUntil = Long.MIN_VALUE;

    private WarmKeeper(LoadContext context, Refresher refresher, RefreshSettings settings) {
        this.context = context;
        this.refresher = refresher;
        this.calls = new HotCalls(settings, context.freshness()::plannedAt);
        this.sample = new ReadSample(context.runtime().random());
        this.round = round(context.settings().ttl().ttl(), settings.threshold());
    }

    /** What the settings of a cache ask for: a keeper, or nothing. */
    static HotReads of(LoadContext context, Refresher refresher) {
        RefreshSettings settings = context.settings().load().freshness().refresh();
        return settings.mode() == Mode.SCHEDULED ? new WarmKeeper(context, refresher, settings) : HotReads.IGNORED;
    }

    /** Several rounds between the moment at which an entry is due and its end. */
    private static Duration round(Duration ttl, double threshold) {
        Duration quarter = Duration.ofNanos(Math.round(ttl.toNanos() * (1 - threshold) / 4));
        return quarter.compareTo(SHORTEST) < 0 ? SHORTEST : quarter.compareTo(LONGEST) > 0 ? LONGEST : quarter;
    }

    @Override
    public boolean chooses() {
        return sample.chooses();
    }

    @Override
    public void read(EntryKey key, @Nullable Type type, EntryMeta meta, @Nullable Reload loader) {
        if (loader != null) {
            calls.read(key, type, meta, loader, sample, context.millis());
            goOn();
        }
    }

    /** How many calls are remembered; for tests. */
    int size() {
        return calls.size();
    }

    private void goOn() {
        if (!going.get() && going.compareAndSet(false, true)) {
            context.background()
                    .timer()
                    .after(round, () -> context.runtime().executor().execute(this::look));
        }
    }

    private void look() {
        going.set(false); // whoever reads from now on begins the next round himself, if none is to come
        long now = context.millis();
        if (now >= restUntil) {
            refresh(now);
        }
        if (calls.size() > 0) {
            goOn();
        }
    }

    private void refresh(long now) {
        for (HotCalls.Due due : calls.due(now)) {
            if (refresher.size() >= AT_ONCE
                    || !refresher.refresh(due.key(), due.type(), due.meta(), due.loader(), new Planning(due))) {
                return;
            }
        }
    }

    /** Plans for what a refresh has found. */
    private final class Planning implements Refresher.Observer {

        private final HotCalls.Due due;

        Planning(HotCalls.Due due) {
            this.due = due;
        }

        @Override
        public void there(EntryMeta meta) {
            calls.there(due.key(), meta);
        }

        @Override
        public void gone() {
            calls.gone(due.key(), due.meta());
        }

        @Override
        public void remoteAway() {
            restUntil = context.millis() + REST.toMillis();
        }
    }
}
