package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.report.Series;
import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** How many bytes an entry takes in Redis: its value alone, and with its key and all that the server keeps about it. */
public final class EntrySize implements Scenario {

    static final List<Contender> ALL =
            List.of(Contender.LETTUCE, Contender.BOOT_REDIS, Contender.JETCACHE, Contender.REDISSON, Contender.PROJECT);

    private static final int ENTRIES = 200;
    private static final long PATIENCE_SECONDS = 5;

    private final List<Contender> contenders;

    /** With these only. */
    public EntrySize(List<Contender> contenders) {
        this.contenders = List.copyOf(contenders);
    }

    @Override
    public List<Contender> contenders() {
        return contenders;
    }

    @Override
    public void measure(Contender contender, RedisAddress redis, Results results) throws Exception {
        RedisControl.flush(redis);
        try (Subject subject = contender.open(Tiers.REMOTE_ONLY, redis);
                RedisControl control = new RedisControl(redis)) {
            for (String key : Product.keys(ENTRIES)) {
                subject.put(key, Product.of(key));
            }
            Size size = awaitAll(control);
            results.add(Series.of("EntrySize.value", contender), size.value / (double) ENTRIES, "bytes");
            results.add(Series.of("EntrySize.memory", contender), size.memory / (double) ENTRIES, "bytes");
        }
    }

    // Some write in the background.
    private static Size awaitAll(RedisControl control) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Size size = Size.NOTHING;
            for (String key : control.texts("KEYS", "*")) {
                size = size.plus(Size.of(key, control));
            }
            if (size.entries >= ENTRIES) {
                return size;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Only " + size.entries + " entries of " + ENTRIES + " are there");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private record Size(int entries, long value, long memory) {

        static final Size NOTHING = new Size(0, 0, 0);

        static Size of(String key, RedisControl control) {
            long memory = control.number("MEMORY", "USAGE", key, "SAMPLES", "0");
            String type = Objects.requireNonNull(control.text("TYPE", key));
            return switch (type) {
                case "string" -> new Size(1, control.number("STRLEN", key), memory);
                case "hash" -> {
                    List<String> values = control.texts("HVALS", key);
                    yield new Size(
                            values.size(),
                            values.stream().mapToLong(String::length).sum(),
                            memory);
                }
                default -> new Size(0, 0, memory);
            };
        }

        Size plus(Size other) {
            return new Size(entries + other.entries, value + other.value, memory + other.memory);
        }
    }
}
