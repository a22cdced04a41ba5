package io.github.cachestarter.warmup;

import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.insight.WarmUpResult;
import io.github.cachestarter.load.LoadTimer;
import io.github.cachestarter.load.LoadTimer.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the keys that matter in this process before the first request comes, in three steps: wait until what is kept here may
 * be used, which is as soon as changes are heard of; read the recorded hot keys and those of the {@link CacheWarmer}s, many
 * at a time; let the warmers load what was not there, a few at a time. Whatever happens it ends in time and fails nothing: a
 * cold cache is slow, a start that does not end is worse. Thread-safe.
 */
public final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private static final Duration PROGRESS = Duration.ofSeconds(2);

    /** Changes are heard of a moment after Redis is there, or not for a reason that may last. */
    private static final Duration LONGEST_DEAF = Duration.ofSeconds(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Limits limits;
    private final Consumer<WarmUpResult> told;
    private final Executor executor;
    private final LoadTimer timer;
    private final LongSupplier ticker;

    /**
     * Creates a warm-up.
     *
     * @param told what has come of it, again and again until it is over
     * @param executor runs loads
     * @param timer tells how far it is every two seconds
     * @param ticker monotonic time in nanoseconds
     */
    public WarmUp(Limits limits, Consumer<WarmUpResult> told, Executor executor, LoadTimer timer, LongSupplier ticker) {
        this.limits = limits;
        this.told = told;
        this.executor = executor;
        this.timer = timer;
        this.ticker = ticker;
    }

    /** Does it, and returns when it is done or its time is over. */
    public WarmUpResult run(List<WarmedCache> caches, List<CacheWarmer> warmers) {
        Run run = new Run(caches.stream()
                .map(cache -> new CacheWarmUp(cache, of(cache, warmers)))
                .toList());
        WarmUpResult result = run.run();
        told.accept(result);
        if (result.caches().values().stream().anyMatch(keys -> keys.wanted() > 0)) {
            log.info("Warm-up {} after {} ms: {}", result.state(), result.millis(), result.caches());
        } else if (result.state().equals("skipped")) {
            log.info(
                    "Warm-up skipped after {} ms: Redis is away, or nothing is heard of changes, so that nothing in memory"
                            + " would be used",
                    result.millis());
        } else {
            log.debug("Warm-up {} after {} ms, there was nothing to have", result.state(), result.millis());
        }
        return result;
    }

    private static List<CacheWarmer> of(WarmedCache cache, List<CacheWarmer> warmers) {
        return warmers.stream()
                .filter(warmer -> warmer.cache().equals(cache.name()))
                .toList();
    }

    /**
     * How much it may take.
     *
     * @param maxWait how long it may hold up the start; zero: it is not done at all
     * @param concurrency how many loads run at a time; positive
     */
    public record Limits(Duration maxWait, int concurrency) {}

    private final class Run {

        private final List<CacheWarmUp> caches;
        private final long begun = ticker.getAsLong();
        private volatile boolean over;

        Run(List<CacheWarmUp> caches) {
            this.caches = caches;
        }

        WarmUpResult run() {
            Scheduled progress = progress();
            try {
                List<CacheWarmUp> heard = heard();
                if (heard.isEmpty() && !caches.isEmpty()) {
                    return result("skipped");
                }
                List<Runnable> loads = new ArrayList<>();
                heard.forEach(cache -> loads.addAll(cache.read(this::inTime)));
                boolean done = load(loads) && inTime();
                return result(done ? "done" : "timed-out");
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                return result("timed-out");
            } finally {
                over = true;
                progress.cancel();
            }
        }

        /** Looks often for a short time: nothing else runs on this thread before the application is ready. */
        private List<CacheWarmUp> heard() throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            while (caches.stream().map(CacheWarmUp::cache).anyMatch(WarmedCache::maySoonBeHeard)
                    && passed() < LONGEST_DEAF.toNanos()
                    && inTime()) {
                never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
            return caches.stream().filter(cache -> cache.cache().isHeard()).toList();
        }

        /** Those that have begun when the time is over go on; the others never begin. False: there are such. */
        private boolean load(List<Runnable> loads) throws InterruptedException {
            if (loads.isEmpty()) {
                return true;
            }
            BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(loads.size(), false, loads);
            int workers = Math.min(limits.concurrency(), loads.size());
            CountDownLatch ended = new CountDownLatch(workers);
            BooleanSupplier goOn = () -> !over && inTime();
            for (int i = 0; i < workers; i++) {
                executor.execute(() -> work(queue, goOn, ended));
            }
            long rest = limits.maxWait().toNanos() - passed();
            return ended.await(rest, TimeUnit.NANOSECONDS) && queue.isEmpty();
        }

        private void work(BlockingQueue<Runnable> queue, BooleanSupplier goOn, CountDownLatch ended) {
            try {
                Runnable load = queue.poll();
                while (load != null && goOn.getAsBoolean()) {
                    load.run();
                    load = queue.poll();
                }
            } finally {
                ended.countDown();
            }
        }

        private Scheduled progress() {
            return timer.after(PROGRESS, () -> {
                if (!over) {
                    WarmUpResult now = result("running");
                    told.accept(now);
                    log.info("Warm-up goes on after {} s: {}", now.millis() / 1000, now.caches());
                    progress();
                }
            });
        }

        private WarmUpResult result(String state) {
            TreeMap<String, WarmUpResult.Keys> numbers = new TreeMap<>();
            caches.forEach(cache -> numbers.put(cache.cache().name(), cache.numbers()));
            return new WarmUpResult(state, TimeUnit.NANOSECONDS.toMillis(passed()), numbers);
        }

        private boolean inTime() {
            return passed() < limits.maxWait().toNanos();
        }

        private long passed() {
            return ticker.getAsLong() - begun;
        }
    }
}
