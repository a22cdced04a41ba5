package io.github.cachestarter.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;
import org.springframework.cache.caffeine.CaffeineCache;

/** What a hit costs beside Caffeine's own and Spring's over it, by hand: {@code main} prints nanoseconds and bytes. */
final class LocalHitSpeed {

    private static final int ROUNDS = 40;
    private static final int TIMES = 2_000_000;
    private static final int KEYS = 1_024;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String[] keys = new String[KEYS];
    private int next;
    private Object sink = "";

    private LocalHitSpeed() {}

    public static void main(String[] args) {
        new LocalHitSpeed().run();
    }

    private void run() {
        Cache<Object, Object> plain = Caffeine.newBuilder().maximumSize(10_000).build();
        Cache<Object, Object> expiring = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(java.time.Duration.ofMinutes(10))
                .build();
        CaffeineCache spring = new CaffeineCache("products", expiring);
        LocalRig rig = new LocalRig();
        LocalTiers tiers = new LocalTiers(new LocalTimes(System::nanoTime, () -> LocalRig.CREATED, key -> false), rig);
        lastPing = System.nanoTime() + 600_000_000_000L;
        LocalTier tier = tiers.create(
                "products",
                now -> now - lastPing < 2_000_000_000L,
                io.github.cachestarter.LocalSettings.DEFAULTS,
                rig.codec);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "product-" + i;
            plain.put(keys[i], i);
            expiring.put(keys[i], i);
            tier.put(rig.key(keys[i]), null, LocalRig.entry(i), null, tier.snapshot(rig.key(keys[i])));
        }
        double[] best = new double[4];
        Arrays.fill(best, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], nanos(() -> plain.getIfPresent(key())));
            best[1] = Math.min(best[1], nanos(() -> expiring.getIfPresent(key())));
            best[2] = Math.min(best[2], nanos(() -> spring.get(key())));
            best[3] = Math.min(best[3], nanos(() -> tier.get(key(), null)));
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TIMES; i++) {
            sink = tier.get(key(), null);
        }
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        System.out.printf(
                "Caffeine %.1f ns, with expiry %.1f ns, Spring's cache over it %.1f ns, this tier %.1f ns, %.3f bytes a hit%n",
                best[0], best[1], best[2], best[3], bytes / (double) TIMES);
        System.out.printf(
                "ratio: %.2f of Caffeine, %.2f of Caffeine with expiry, %.2f of Spring's cache; %s%n",
                best[3] / best[0], best[3] / best[1], best[3] / best[2], sink == null ? "no hit" : "all hits");
    }

    private volatile long lastPing;

    private String key() {
        return keys[next++ & (KEYS - 1)];
    }

    private double nanos(Supplier<Object> action) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < TIMES; i++) {
            sink = action.get();
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / (double) TIMES;
    }
}
