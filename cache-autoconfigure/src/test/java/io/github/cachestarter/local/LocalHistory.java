package io.github.cachestarter.local;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.redis.KeyNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * One instance's local tier over a "Redis" that is two arrays: a database with a version per key, and what is cached of
 * it (0 = nothing). Threads of this instance read, evict, put and clear; another instance writes and evicts, and its
 * messages come late, from time to time with the loss of a connection instead. Two floors are kept per key: the newest
 * version whose own write has returned, and the newest foreign one whose message has been handled. No read that starts
 * later may give an older one.
 */
final class LocalHistory implements AutoCloseable {

    private static final int KEYS = 4;

    private final KeyNames names = new KeyNames("app", "1", "products");
    private final AtomicLongArray database = new AtomicLongArray(KEYS);
    private final AtomicLongArray redis = new AtomicLongArray(KEYS);
    private final AtomicLongArray floor = new AtomicLongArray(KEYS);
    private final Object[] locks = new Object[KEYS];
    private final Queue<long[]> messages = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong ownPutsFound = new AtomicLong();
    private final AtomicLong deadEntriesMet = new AtomicLong();
    private final AtomicLongArray stripes;
    private final LocalTier tier;
    private final ExecutorService threads = Executors.newFixedThreadPool(6);

    LocalHistory(boolean checked) {
        this.stripes = Epochs.newStripes();
        Epochs epochs = checked ? new CountingEpochs(stripes) : new ForgetfulEpochs(stripes);
        LocalSettings settings =
                new LocalSettings(true, 1_000, OptionalLong.empty(), Duration.ofMinutes(1), true, Duration.ZERO);
        LocalTimes times = new LocalTimes(System::nanoTime, () -> 0, key -> false);
        tier = new CaffeineLocalTier(
                settings,
                times,
                now -> true,
                epochs,
                new LocalEntries("products", settings, new LocalRig().codec, Findings.NO_OP));
        for (int i = 0; i < KEYS; i++) {
            locks[i] = new Object();
        }
    }

    void run(int steps) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        CountDownLatch writing = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            SplittableRandom random = new SplittableRandom(i);
            running.add(threads.submit(() -> {
                // As long as anybody writes: or a slow machine would read it all before the first write.
                do {
                    repeat(steps / 4, () -> read(random.nextInt(KEYS), random));
                } while (writing.getCount() > 0);
            }));
        }
        SplittableRandom own = new SplittableRandom(11);
        running.add(threads.submit(() -> write(steps / 4, () -> ownWrite(own), writing)));
        SplittableRandom second = new SplittableRandom(12);
        running.add(threads.submit(() -> write(steps / 4, () -> ownWrite(second), writing)));
        SplittableRandom foreign = new SplittableRandom(13);
        running.add(threads.submit(() -> write(steps / 4, () -> foreignWrite(foreign), writing)));
        for (Future<?> each : running) {
            each.get(5, TimeUnit.MINUTES);
        }
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many hits, hits on own puts, and entries that were found dead. */
    List<Long> seen() {
        return List.of(hits.get(), ownPutsFound.get(), deadEntriesMet.get());
    }

    private static void write(int steps, Runnable step, CountDownLatch writing) {
        try {
            repeat(steps, step);
        } finally {
            writing.countDown();
        }
    }

    private static void repeat(int steps, Runnable step) {
        for (int i = 0; i < steps; i++) {
            step.run();
        }
    }

    private void read(int number, SplittableRandom random) {
        EntryKey key = key(number);
        long least = floor.get(number);
        LocalHit hit = tier.get(key.source(), null);
        if (hit != null) {
            hits.incrementAndGet();
            ownPutsFound.addAndGet(hit.meta().identity());
            check(number, least, (Long) hit.get());
            return;
        }
        Snapshot before = tier.snapshot(key);
        pause(random);
        long version = load(number);
        check(number, least, version);
        pause(random);
        tier.put(key, null, entry(version, 0), null, before);
    }

    /** A hit in Redis, or a load under a lease: the model of that is another test's. */
    private long load(int number) {
        synchronized (locks[number]) {
            long version = redis.get(number);
            if (version == 0) {
                version = database.get(number);
                redis.set(number, version);
            }
            return version;
        }
    }

    private void ownWrite(SplittableRandom random) {
        int number = random.nextInt(KEYS);
        EntryKey key = key(number);
        int kind = random.nextInt(10);
        Snapshot before = tier.snapshot(key);
        long version = change(number, kind < 5);
        pause(random);
        if (kind < 5) {
            tier.replaced(key, null, entry(version, 1), null, before);
        } else if (kind < 9) {
            tier.evicted(key);
        } else {
            tier.cleared();
        }
        floor.accumulateAndGet(number, version, Math::max);
    }

    private void foreignWrite(SplittableRandom random) {
        int number = random.nextInt(KEYS);
        messages.add(new long[] {number, change(number, random.nextBoolean())});
        if (random.nextInt(3) == 0) {
            boolean lost = random.nextInt(4) == 0;
            long[] message = messages.poll();
            while (message != null) {
                deliver((int) message[0], message[1], lost);
                message = messages.poll();
            }
        }
    }

    /** Handles a message; a lost one is made up for by the flush of the reconnect. */
    private void deliver(int number, long version, boolean lost) {
        if (lost) {
            tier.cleared();
        } else {
            Epochs.changed(stripes, key(number).redisKey());
        }
        floor.accumulateAndGet(number, version, Math::max);
    }

    /** Writes the database, then puts into Redis or evicts there, in one step each: the last version stays. */
    private long change(int number, boolean put) {
        synchronized (locks[number]) {
            long version = database.incrementAndGet(number);
            redis.set(number, put ? version : 0);
            return version;
        }
    }

    private void check(int number, long least, long version) {
        if (version < least) {
            violations.add("key " + number + ": " + version + " after " + least);
        }
    }

    /** Lets the others in between two steps, now and then. */
    private static void pause(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            LockSupport.parkNanos(1);
        }
    }

    private EntryKey key(int number) {
        return names.key("k" + number);
    }

    private static Entry entry(long version, long ownPut) {
        return new Entry(version, new EntryMeta(ownPut, 0, 0, 0, 600_000));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class CountingEpochs extends Epochs {

        CountingEpochs(AtomicLongArray stripes) {
            super(stripes);
        }

        @Override
        boolean current(int stripe, long keyEpoch, long cacheEpoch) {
            boolean current = super.current(stripe, keyEpoch, cacheEpoch);
            if (!current) {
                deadEntriesMet.incrementAndGet();
            }
            return current;
        }
    }

    /** What a local tier is that only removes, or not even that. */
    private static final class ForgetfulEpochs extends Epochs {

        ForgetfulEpochs(AtomicLongArray stripes) {
            super(stripes);
        }

        @Override
        boolean current(int stripe, long keyEpoch, long cacheEpoch) {
            return true;
        }
    }
}
