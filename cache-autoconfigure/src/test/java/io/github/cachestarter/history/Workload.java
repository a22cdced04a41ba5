package io.github.cachestarter.history;

import io.github.cachestarter.history.Operation.Kind;
import io.github.cachestarter.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.cache.Cache;

/** Random reads, evicts, puts and clears of a few threads, each operation recorded. */
final class Workload {

    private static final int THREADS = 3;

    /** Of each thread, however slow the machine is. */
    private static final int AT_LEAST = 200;

    private static final long RECOVERY = TimeUnit.SECONDS.toNanos(60);

    private final int instance;
    private final Application application;
    private final Rows rows;
    private final Cache cache;
    private final HeardFailures heard;
    private final List<IntFunction<Row>> reads;

    Workload(int instance, Application application) {
        this.instance = instance;
        this.application = application;
        this.rows = application.rows();
        this.cache = application.cache();
        this.heard = application.heard();
        this.reads = List.of(
                rows::plain,
                rows::synchronous,
                key -> rows.future(key).join(),
                rows::unless,
                key -> cache.get(key, () -> rows.load(key)));
    }

    /** Runs for that long, and until enough has happened; the answer is what happened, in no order. */
    List<Operation> run(long seed, long millis) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<Operation>>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(seed * 31 + thread);
                running.add(threads.submit(() -> until(end, random)));
            }
            List<Operation> all = new ArrayList<>();
            for (Future<List<Operation>> thread : running) {
                all.addAll(thread.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every key read in every way. */
    List<Operation> readAll() {
        List<Operation> operations = new ArrayList<>();
        for (int key = 0; key < Database.KEYS; key++) {
            for (IntFunction<Row> read : reads) {
                read(key, read, operations);
            }
        }
        return operations;
    }

    /** Evicts the key; false: that failed. */
    boolean evict(int key) {
        heard.forget();
        cache.evict(key);
        return !heard.any();
    }

    private List<Operation> until(long end, Random random) {
        List<Operation> operations = new ArrayList<>();
        for (int done = 0; done < AT_LEAST || goesOn(end, operations); done++) {
            // Some keys are hotter than others.
            int key = Math.min(random.nextInt(Database.KEYS), random.nextInt(Database.KEYS));
            int dice = random.nextInt(100);
            if (dice < 82) {
                read(key, reads.get(random.nextInt(reads.size())), operations);
            } else if (dice < 92) {
                change(Kind.EVICT, key, dice % 2 == 0 ? rows::evict : this::writeThenEvict, operations);
            } else if (dice < 99) {
                change(Kind.PUT, key, changed -> rows.put(changed).version(), operations);
            } else {
                clear(operations);
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(3_000)));
        }
        return operations;
    }

    /** A fault that outlasts the time given leaves nothing of some kind that has succeeded: that would prove nothing. */
    private static boolean goesOn(long end, List<Operation> operations) {
        long over = System.nanoTime() - end;
        return over < 0 || (over < RECOVERY && !hasFinishedEveryKind(operations));
    }

    private static boolean hasFinishedEveryKind(List<Operation> operations) {
        return operations.stream()
                        .filter(operation -> operation.outcome() == Outcome.DONE)
                        .map(Operation::kind)
                        .distinct()
                        .count()
                == Kind.values().length;
    }

    /** As an application does it by hand. */
    private long writeThenEvict(int key) {
        long version = rows.write(key);
        cache.evict(key);
        return version;
    }

    private void read(int key, IntFunction<Row> method, List<Operation> operations) {
        record(operations, Kind.READ, List.of(key), keys -> {
            Row row = method.apply(key);
            if (row.key() != key) {
                throw new IllegalStateException("The row of key " + key + " is " + row);
            }
            return new long[] {row.version()};
        });
    }

    private void change(Kind kind, int key, IntFunction<Long> method, List<Operation> operations) {
        record(operations, kind, List.of(key), keys -> new long[] {method.apply(key)});
    }

    private void clear(List<Operation> operations) {
        List<Integer> all = IntStream.range(0, Database.KEYS).boxed().toList();
        record(operations, Kind.CLEAR, all, keys -> rows.clear());
    }

    private void record(List<Operation> operations, Kind kind, List<Integer> keys, Call call) {
        heard.forget();
        boolean outage = application.outage();
        long start = System.nanoTime();
        long[] versions = new long[keys.size()];
        Outcome outcome;
        try {
            versions = call.run(keys);
            outcome = kind != Kind.READ && heard.any() ? Outcome.UNKNOWN : Outcome.DONE;
        } catch (RuntimeException | Error ex) {
            ex.printStackTrace();
            outcome = Outcome.THREW;
        }
        long end = System.nanoTime();
        outage |= application.outage();
        for (int i = 0; i < versions.length; i++) {
            operations.add(new Operation(kind, instance, keys.get(i), versions[i], start, end, outcome, outage));
        }
    }

    private interface Call {
        long[] run(List<Integer> keys);
    }
}
