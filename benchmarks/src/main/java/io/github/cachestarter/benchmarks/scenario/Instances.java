package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Fifty instances of one application in one JVM. For each key on its input it answers how many nanoseconds an eviction
 * took to reach all of them. One thread looks round, so the answer contains one miss for each instance, one after the other;
 * it answers what these take alone, too.
 */
final class Instances {

    private static final int COUNT = 50;
    private static final int WARM_UPS = 10;
    private static final long PATIENCE_SECONDS = 10;

    private final List<Subject> instances = new ArrayList<>();

    private Instances() {}

    /** The argument is a contender. */
    public static void main(String[] args) throws Exception {
        Instances instances = new Instances();
        try (BufferedReader keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (int i = 0; i < COUNT; i++) {
                instances.instances.add(Contender.valueOf(args[0]).open(Tiers.LOCAL_FIRST, RedisAddress.given()));
            }
            for (int i = 0; i < WARM_UPS; i++) {
                instances.evict("warm-up-" + i);
            }
            ChildJvm.answer("ready");
            for (String key = keys.readLine(); key != null; key = keys.readLine()) {
                ChildJvm.answer(instances.evict(key));
            }
        } finally {
            instances.instances.forEach(Subject::close);
        }
    }

    private String evict(String key) {
        instances.get(0).put(key, Product.of(1));
        awaitLocalHits(key);
        long began = System.nanoTime();
        instances.get(0).evict(key);
        for (Subject instance : instances) {
            awaitMiss(instance, key, began + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
        }
        long evicted = System.nanoTime();
        instances.forEach(instance -> instance.get(key));
        return (evicted - began) + " " + (System.nanoTime() - evicted);
    }

    // Whoever has no copy of its own would have nothing to forget.
    private void awaitLocalHits(String key) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (RedisControl control = new RedisControl(RedisAddress.given())) {
            while (!allHitLocally(key, control)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("An instance does not keep what another one has put");
                }
            }
        }
    }

    private boolean allHitLocally(String key, RedisControl control) {
        long before = control.reads();
        boolean hits = true;
        for (Subject instance : instances) {
            hits &= instance.get(key) != null;
        }
        return hits && control.reads() == before;
    }

    private static void awaitMiss(Subject instance, String key, long deadline) {
        while (instance.get(key) != null) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "An instance still has the evicted entry after " + PATIENCE_SECONDS + " s");
            }
            Thread.onSpinWait();
        }
    }
}
