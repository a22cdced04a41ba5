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
        String[] keys = Product.keys(OPERATIONS);
        try (Subject subject = contender.open(Tiers.REMOTE_ONLY, redis)) {
            useOnce(subject, "warm-up");
            Counting counting = new Counting(contender, redis, results);
            counting.count("Commands.miss", keys, key -> subject.getOrLoad(key, () -> Product.of(key)));
            counting.count("Commands.hit", keys, subject::get);
            counting.count("Commands.put", keys, key -> subject.put(key, Product.of(key)));
            counting.count("Commands.evict", keys, subject::evict);
        }
    }

    // Scripts are sent whole the first time.
    private static void useOnce(Subject subject, String key) throws Exception {
        subject.getOrLoad(key, () -> Product.of(0));
        subject.put(key, Product.of(0));
        subject.evict(key);
    }

    /** Something to do with one key. */
    private interface Operation {
        void apply(String key) throws Exception;
    }

    private record Counting(Contender contender, RedisAddress redis, Results results) {

        void count(String name, String[] keys, Operation operation) throws Exception {
            try (CommandMonitor monitor = new CommandMonitor(redis)) {
                for (String key : keys) {
                    operation.apply(key);
                }
                // Some write in the background.
                TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
                CommandCounts counts = monitor.finish();
                Series series = Series.of(name, contender);
                results.add(series, Math.round(100.0 * counts.total() / OPERATIONS) / 100.0, "commands");
                results.note(series, counts.describe(OPERATIONS));
            }
        }
    }
}
