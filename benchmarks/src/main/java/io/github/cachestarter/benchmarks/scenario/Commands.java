package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.report.Series;
import io.github.cachestarter.benchmarks.server.CommandCounts;
import io.github.cachestarter.benchmarks.server.CommandMonitor;
import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which commands one operation sends. Each is a round trip and work for the server that all instances share. */
final class Commands implements Scenario {

    private static final int OPERATIONS = 100;
    private static final String[] KEYS = Product.keys(OPERATIONS);
    private static final long SETTLING_MILLIS = 200;

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.LETTUCE,
                Contender.BOOT_REDIS,
                Contender.BOOT_REDIS_IMMEDIATE,
                Contender.JETCACHE,
                Contender.REDISSON,
                Contender.PROJECT);
    }

    @Override
    public void measure(Contender contender, RedisAddress redis, Results results) throws Exception {
        RedisControl.flush(redis);
        Counting counting = new Counting(contender, redis, results);
        try (Subject subject = contender.open(Tiers.LOCAL_FIRST, redis)) {
            useOnce(subject);
            counting.count("Commands.miss", key -> subject.getOrLoad(key, () -> Product.of(key)));
            counting.count("Commands.put", key -> subject.put(key, Product.of(key)));
            counting.count("Commands.evict", subject::evict);
        }
        // A hit in the process would send none.
        try (Subject subject = contender.open(Tiers.REMOTE_ONLY, redis)) {
            useOnce(subject);
            for (String key : KEYS) {
                subject.put(key, Product.of(key));
            }
            settle();
            counting.count("Commands.hit", subject::get);
        }
    }

    // Scripts are sent whole the first time.
    private static void useOnce(Subject subject) throws Exception {
        String key = Product.key(OPERATIONS);
        subject.getOrLoad(key, () -> Product.of(0));
        subject.put(key, Product.of(0));
        subject.evict(key);
        settle();
    }

    // Some write in the background.
    private static void settle() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
    }

    /** Something to do with one key. */
    private interface Operation {
        void apply(String key) throws Exception;
    }

    private record Counting(Contender contender, RedisAddress redis, Results results) {

        void count(String name, Operation operation) throws Exception {
            try (CommandMonitor monitor = new CommandMonitor(redis, Product.EVERY_KEY)) {
                for (String key : KEYS) {
                    operation.apply(key);
                }
                settle();
                CommandCounts counts = monitor.finish();
                Series series = Series.of(name, contender);
                results.add(series, Math.round(100.0 * counts.total() / OPERATIONS) / 100.0, "commands");
                results.note(series, counts.describe(OPERATIONS));
            }
        }
    }
}
