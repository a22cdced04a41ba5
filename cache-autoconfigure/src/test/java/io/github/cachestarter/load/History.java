package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.Rig.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A random history over one store: a versioned source per key, readers that note what they must at least see. */
final class History implements AutoCloseable {

    private static final int KEYS = 3;
    private static final int READERS = 6;
    private static final int WRITERS = 2;

    private final Rig rig;
    private final List<Instance> instances;
    private final List<Row> rows = new ArrayList<>();
    private final Queue<Supplier<?>> late = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger hits = new AtomicInteger();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final ThreadLocal<Integer> failures = ThreadLocal.withInitial(() -> 0);

    /** The source of one key, and the newest version whose writer has returned. */
    private record Row(EntryKey key, AtomicLong version, AtomicLong floor) {}

    History(StagedStore store) {
        rig = new Rig(store);
        store.always(new Chaos());
        // A promoted server may lose markers or have a clock that is behind; with both at once an instance that has not
        // heard of the newest marker could write an older one: the protocol assumes that clocks are not that far
        // behind.
        store.clockRuns();
        CacheListener listener = new Heard();
        Duration waitMax = Duration.ofMillis(20);
        instances =
                List.of(rig.instance(Rig.settings(waitMax), listener), rig.instance(Rig.settings(waitMax), listener));
        for (int i = 0; i < KEYS; i++) {
            rows.add(new Row(Rig.key("row" + i), new AtomicLong(), new AtomicLong()));
        }
    }

    void run(int reads) {
        List<CompletableFuture<Void>> others = new ArrayList<>();
        others.add(rig.call(() -> untilOver(this::loseAKey)));
        others.add(rig.call(() -> untilOver(this::runALateCommand)));
        for (int i = 0; i < WRITERS; i++) {
            Instance instance = instances.get(i % 2);
            others.add(rig.call(() -> untilOver(() -> write(instance, any()))));
        }
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            Instance instance = instances.get(i % 2);
            boolean async = i < 2;
            readers.add(rig.call(() -> {
                for (int n = 0; n < reads && violations.isEmpty(); n++) {
                    read(instance, any(), async);
                }
                return null;
            }));
        }
        readers.forEach(History::await);
        over.set(true);
        others.forEach(History::await);
    }

    Queue<String> violations() {
        return violations;
    }

    List<Integer> seen() {
        return List.of(hits.get(), joined.get(), refused.get());
    }

    @Override
    public void close() {
        rig.close();
    }

    private void read(Instance instance, Row row, boolean async) throws Exception {
        long floor = row.floor().get();
        Object value = async
                ? Rig.get(
                        instance.loads().getAsync(row.key(), null, () -> CompletableFuture.completedFuture(load(row))))
                : instance.loads().get(row.key(), null, () -> load(row));
        if ((long) value < floor) {
            violations.add(row.key() + ": a read that had to see " + floor + " gave " + value);
        }
    }

    private static Loaded load(Row row) {
        long version = row.version().get();
        pause();
        return tagged(row, version);
    }

    private static Loaded tagged(Row row, long version) {
        return new Loaded(version, true, List.of(row.key().redisKey()));
    }

    private void write(Instance instance, Row row) {
        int kind = ThreadLocalRandom.current().nextInt(6);
        boolean put = kind < 2;
        Token claim = put ? instance.loads().claim(row.key()).await() : null;
        long version = row.version().incrementAndGet();
        pause();
        failures.set(0);
        switch (kind) {
            case 0, 1 ->
                instance.loads()
                        .putClaimed(row.key(), null, claim, tagged(row, version))
                        .await();
            case 2 -> instance.loads().clear().await();
            case 3 -> instance.loads().evictTag(row.key().redisKey()).await();
            default -> instance.loads().evict(row.key()).await();
        }
        while (failures.get() > 0) { // what did not reach the store is repaired before the writer returns
            failures.set(0);
            instance.loads().evict(row.key()).await();
        }
        row.floor().accumulateAndGet(version, Math::max);
    }

    private void loseAKey() {
        rig.store.lose(any().key());
        if (ThreadLocalRandom.current().nextInt(10) == 0) {
            rig.store.storedMarkers().replaceBy(Map.of());
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
    }

    private void runALateCommand() {
        Supplier<?> command = late.poll();
        Object answer = command == null ? "nothing to run" : command.get();
        LockSupport.parkNanos(command == null ? 50_000 : answer.hashCode() & 0xFFFF);
    }

    private Void untilOver(Runnable action) {
        while (!over.get()) {
            action.run();
        }
        return null;
    }

    private Row any() {
        return rows.get(ThreadLocalRandom.current().nextInt(KEYS));
    }

    private static void pause() {
        int micros = ThreadLocalRandom.current().nextInt(200);
        if (micros < 100) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
        }
    }

    private static void await(CompletableFuture<Void> thread) {
        try {
            thread.get(5, TimeUnit.MINUTES);
        } catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }

    /** Most commands pass, with pauses around them; some fail, some time out and run later or never. */
    private final class Chaos implements StagedStore.Door {

        @Override
        public <T> Pending<T> pass(Supplier<T> command) {
            int dice = ThreadLocalRandom.current().nextInt(100);
            if (dice < 3) {
                return Pending.failed(new RemoteException(RemoteException.Reason.OUT_OF_MEMORY, "injected", null));
            }
            if (dice < 8) {
                if (dice > 4) {
                    late.add(command);
                }
                return Pending.failed(new RemoteException(RemoteException.Reason.TIMEOUT, "injected", null));
            }
            if (dice < 30) {
                pause();
            }
            Pending<T> reply = Pending.of(command.get());
            if (dice > 80) {
                pause();
            }
            return reply;
        }
    }

    private final class Heard implements CacheListener {

        @Override
        public void hit(long nanos) {
            hits.incrementAndGet();
        }

        @Override
        public void joined() {
            joined.incrementAndGet();
        }

        @Override
        public void storeRefused() {
            refused.incrementAndGet();
        }

        @Override
        public void error(Operation operation, RemoteException failure) {
            failures.set(failures.get() + 1);
        }
    }
}
