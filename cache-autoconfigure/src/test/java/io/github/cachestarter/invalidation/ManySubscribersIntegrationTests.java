package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.LiveBus.LONG_ENOUGH;
import static io.github.cachestarter.invalidation.LiveBus.LONG_H;
import static io.github.cachestarter.invalidation.LiveBus.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.redis.AvailabilityListener;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.testing.RedisServerProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One eviction and fifty instances in one process. What is asserted is that all of them hear it; what it took is logged,
 * and stands in docs/scaling.md.
 *
 * <p>Messages are counted one by one, which is more than the bus promises: an instance that is kept waiting for longer than
 * H connects anew and throws everything away instead. So H is long here, for a machine that has no time for fifty clients.
 */
class ManySubscribersIntegrationTests {

    private static final Logger log = LoggerFactory.getLogger(ManySubscribersIntegrationTests.class);
    private static final int INSTANCES = 50;
    private static final int EVICTIONS = 400;
    private static final int BURST = 4_000;
    private static final String PUBLISH = "for i = 1, tonumber(ARGV[2]) do redis.call('PUBLISH', KEYS[1], ARGV[1]) end";

    private static final RedisSettings PATIENT = new RedisSettings(LONG_ENOUGH, LONG_ENOUGH, LONG_ENOUGH);

    private volatile CountDownLatch toHear = new CountDownLatch(0);

    @Test
    void everyInstanceHearsEveryEviction() throws InterruptedException {
        List<LiveBus> instances = new ArrayList<>();
        try (RedisServerProcess redis = RedisServerProcess.start()) {
            instances.add(instance(redis).awaitOpen());
            measure(redis, instances);
            while (instances.size() < INSTANCES) {
                instances.add(instance(redis));
            }
            instances.forEach(LiveBus::awaitOpen);
            measure(redis, instances);
            burst(redis, instances);
            assertThat(instances).allSatisfy(live -> {
                assertThat(live.bus.snapshot().ignored()).isZero();
                assertThat(live.bus.snapshot().reconnects()).isZero();
            });
        } finally {
            instances.forEach(LiveBus::close);
        }
    }

    /** Many at once: the server then writes many messages with one system call. */
    private void burst(RedisServerProcess redis, List<LiveBus> instances) throws InterruptedException {
        toHear = new CountDownLatch(BURST * instances.size());
        String message = new String(LiveBus.evicted("key", OTHER), StandardCharsets.ISO_8859_1);
        double cpu = cpu(redis);
        long begin = System.nanoTime();
        redis.admin().command("EVAL", PUBLISH, "1", LiveBus.CHANNEL, message, String.valueOf(BURST));
        awaitHeard(instances);
        long took = System.nanoTime() - begin;
        log.info(
                "{} evictions at once reached {} instances within {} ms; server {} ns of CPU for each delivery",
                BURST,
                instances.size(),
                took / 1_000_000,
                Math.round((cpu(redis) - cpu) * 1e9 / BURST / instances.size()));
    }

    private LiveBus instance(RedisServerProcess redis) {
        LiveBus live = new LiveBus(RedisAccess.open(redis.url(), PATIENT, AvailabilityListener.NO_OP), LONG_H);
        live.bus.listen(new InvalidationListener() {
            @Override
            public void invalidated(String cache, String redisKey) {
                toHear.countDown();
            }
        });
        return live;
    }

    private void measure(RedisServerProcess redis, List<LiveBus> instances) throws InterruptedException {
        evictions(instances, 100);
        redis.admin().resetStats();
        double cpu = cpu(redis);
        long[] lags = evictions(instances, EVICTIONS);
        cpu = cpu(redis) - cpu;
        String publish = redis.admin().info("commandstats").get("cmdstat_publish");
        log.info(
                "{} instances: an eviction was applied by all after {} us (median), {} us (99 %); server {} us of CPU for"
                        + " each, of which {}",
                instances.size(),
                lags[lags.length / 2] / 1_000,
                lags[lags.length * 99 / 100] / 1_000,
                Math.round(cpu * 1e6 / EVICTIONS),
                publish);
    }

    private long[] evictions(List<LiveBus> instances, int count) throws InterruptedException {
        long[] lags = new long[count];
        for (int i = 0; i < count; i++) {
            toHear = new CountDownLatch(instances.size());
            long begin = System.nanoTime();
            instances.get(0).evict("k" + i, OTHER);
            awaitHeard(instances);
            lags[i] = System.nanoTime() - begin;
        }
        Arrays.sort(lags);
        return lags;
    }

    private void awaitHeard(List<LiveBus> instances) throws InterruptedException {
        assertThat(toHear.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                .as(() ->
                        instances.stream().map(live -> live.bus.snapshot()).toList() + ", missing " + toHear.getCount())
                .isTrue();
    }

    private static double cpu(RedisServerProcess redis) {
        Map<String, String> info = redis.admin().info("cpu");
        return Double.parseDouble(info.get("used_cpu_sys")) + Double.parseDouble(info.get("used_cpu_user"));
    }
}
