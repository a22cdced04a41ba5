package io.github.cachestarter.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.history.HistoryChecker.Violation;
import io.github.cachestarter.history.Operation.Kind;
import io.github.cachestarter.history.Operation.Outcome;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Three JVMs with one Redis, each behind a proxy of its own, and one database in this JVM. Close it in every case. */
final class Fleet implements AutoCloseable {

    /** Who made the changes of before the run. */
    static final int NOBODY = -1;

    private static final int SIZE = 3;
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    private final RedisServerProcess redis = RedisServerProcess.start();
    private final Database database = Database.start();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<InstanceProcess> instances = new ArrayList<>();

    static Fleet start() throws Exception {
        Fleet fleet = new Fleet();
        try {
            for (int number = 0; number < SIZE; number++) {
                FaultProxy proxy = FaultProxy.before(fleet.redis.port());
                fleet.proxies.add(proxy);
                fleet.instances.add(InstanceProcess.start(number, proxy.port(), fleet.database.port()));
            }
            fleet.compareClocks();
            return fleet;
        } catch (Exception | Error ex) {
            fleet.close();
            throw ex;
        }
    }

    RedisServerProcess redis() {
        return redis;
    }

    List<FaultProxy> proxies() {
        return proxies;
    }

    List<InstanceProcess> instances() {
        return instances;
    }

    /** Starts the application anew in every JVM. */
    void open(Mode wanted) throws Exception {
        redis.admin().command("FLUSHALL");
        all("open " + wanted);
        for (InstanceProcess instance : instances) {
            awaitReached(instance);
        }
    }

    /** Lets all instances work while the fault is made. */
    List<Operation> run(Fault fault, long seed, long millis) throws Exception {
        List<Operation> history = base();
        for (InstanceProcess instance : instances) {
            instance.send("run " + (seed * SIZE + instance.number()) + " " + millis);
        }
        fault.make(this, millis);
        history.addAll(operations());
        return history;
    }

    /** When everything is well again and time enough has passed, every instance agrees with the database. */
    List<Violation> agreement(List<Operation> history) throws Exception {
        for (InstanceProcess instance : instances) {
            awaitReached(instance);
            awaitRepaired(instance);
        }
        // Also for an instance that takes a slow machine for an outage just then.
        long quiet = System.nanoTime() + Mode.OUTAGE.toNanos();
        while (System.nanoTime() - quiet <= 0) {
            TimeUnit.NANOSECONDS.sleep(quiet - System.nanoTime() + 1);
        }
        instances.forEach(instance -> instance.send("read"));
        return HistoryChecker.agreement(operations(), history, database.versions());
    }

    /** How many of all reads, in every way and on every instance, go to Redis now. */
    long readsOfRedis() throws Exception {
        redis.admin().resetStats();
        all("read");
        return redis.admin().calls("get");
    }

    /** What the instances counted since the last call. */
    List<String> counts() throws Exception {
        return all("counts").stream().flatMap(List::stream).toList();
    }

    /** What the instances logged last. */
    String logs() {
        StringBuilder logs = new StringBuilder();
        instances.forEach(instance ->
                logs.append(instance).append(":\n").append(instance.log()).append('\n'));
        return logs.toString();
    }

    @Override
    public void close() {
        instances.forEach(InstanceProcess::close);
        proxies.forEach(FaultProxy::close);
        database.close();
        redis.close();
    }

    /** What every read has to see from the start: when the last run was over, all agreed. */
    private List<Operation> base() {
        List<Operation> base = new ArrayList<>();
        long[] versions = database.versions();
        long now = System.nanoTime();
        long longAgo = now - TimeUnit.HOURS.toNanos(1);
        for (int key = 0; key < versions.length; key++) {
            base.add(new Operation(Kind.EVICT, NOBODY, key, versions[key], longAgo, longAgo, Outcome.DONE, false));
        }
        return base;
    }

    /** Until its changes reach Redis; tried with a key that nobody reads. */
    private static void awaitReached(InstanceProcess instance) {
        awaitTrue(instance, "evict " + Database.KEYS);
    }

    /** Until all changes that did not reach Redis have: the instances see to that by themselves. */
    private static void awaitRepaired(InstanceProcess instance) {
        awaitTrue(instance, "repaired");
    }

    private static void awaitTrue(InstanceProcess instance, String question) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(RECOVERY)
                .until(() -> instance.ask(question).equals(List.of("true")));
    }

    private List<Operation> operations() throws InterruptedException {
        List<Operation> operations = new ArrayList<>();
        for (InstanceProcess instance : instances) {
            instance.answer().forEach(line -> operations.add(Operation.of(line)));
        }
        return operations;
    }

    private List<List<String>> all(String command) throws InterruptedException {
        instances.forEach(instance -> instance.send(command));
        List<List<String>> answers = new ArrayList<>();
        for (InstanceProcess instance : instances) {
            answers.add(instance.answer());
        }
        return answers;
    }

    /** The assumption that everything rests on. */
    private void compareClocks() throws InterruptedException {
        for (InstanceProcess instance : instances) {
            long before = System.nanoTime();
            long there = Long.parseLong(instance.ask("clock").get(0));
            assertThat(there - before).as("the clock of %s is ours", instance).isNotNegative();
            assertThat(System.nanoTime() - there)
                    .as("the clock of %s is ours", instance)
                    .isNotNegative();
        }
    }
}
