package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cachestarter.insight.DrawnKeys.Drawn;
import io.github.cachestarter.insight.ServerSample.Estimate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleEstimatesTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aShareHasWilsonsInterval() {
        Estimate half = SampleEstimates.share(50, 100, 1);
        assertThat(half.value()).isEqualTo(0.5);
        assertThat(half.low()).isCloseTo(0.4038, within(0.0001));
        assertThat(half.high()).isCloseTo(0.5962, within(0.0001));
        Estimate none = SampleEstimates.share(0, 500, 1_000);
        assertThat(none.value()).isZero();
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(7.6, within(0.1));
        assertThat(SampleEstimates.share(0, 0, 1)).isEqualTo(new Estimate(0, 0, 1));
    }

    @Test
    void theLimitsHoldAsOftenAsTheyPromise() {
        Random random = new Random(1);
        int within = 0;
        for (int run = 0; run < 1_000; run++) {
            List<Drawn> keys = new ArrayList<>();
            for (int draw = 0; draw < 500; draw++) {
                if (random.nextInt(10) < 3) {
                    keys.add(new Drawn(100 + random.nextInt(900), 1_000));
                }
            }
            ServerSample sample = SampleEstimates.of(new DrawnKeys(NOW, 10_000, 500, Map.of("products", keys)))
                    .caches()
                    .get("products");
            if (holds(sample.entries(), 3_000)
                    && holds(sample.entryBytes(), 549.5)
                    && holds(sample.memoryBytes(), 3_000 * 549.5)) {
                within++;
            }
        }
        // Each of the three holds in 95 of 100; two of them depend on each other.
        assertThat(within).isGreaterThan(850);
    }

    @Test
    void timesToLiveAreSortedIntoTheirBuckets() {
        List<Drawn> keys = List.of(
                new Drawn(10, 9_999), new Drawn(10, 10_000), new Drawn(30, 86_400_000L * 30), new Drawn(10, -1));
        SampleOfServers sample = SampleEstimates.of(new DrawnKeys(NOW, 100, 10, Map.of("products", keys)));

        ServerSample products = sample.caches().get("products");
        assertThat(products.ttl().buckets()).hasSize(8);
        assertThat(products.ttl().buckets().get(0).upToSeconds()).isEqualTo(10);
        assertThat(products.ttl().buckets().get(0).share().value()).isEqualTo(0.25);
        assertThat(products.ttl().buckets().get(1).share().value()).isEqualTo(0.25);
        assertThat(products.ttl().buckets().get(7).upToSeconds()).isNull();
        assertThat(products.ttl().buckets().get(7).share().value()).isEqualTo(0.25);
        assertThat(products.ttl().without().value()).isEqualTo(10);
        assertThat(products.largestBytes()).isEqualTo(30);
        assertThat(products.entryBytes().value()).isEqualTo(15);
        assertThat(products.memoryBytes().value()).isEqualTo(600);
        assertThat(sample.foreign().value()).isEqualTo(0.6);
    }

    @Test
    void whatIsSharedComesOutAsItWentIn() {
        DrawnKeys drawn = new DrawnKeys(
                NOW, 100, 10, Map.of("a", List.of(new Drawn(1, -1), new Drawn(2, 5)), "b", Collections.emptyList()));
        assertThat(DrawnKeys.decode(drawn.encode())).isEqualTo(drawn);
        assertThat(DrawnKeys.decode(new byte[] {1, 2, 3})).isNull();
        assertThat(DrawnKeys.decode(new byte[0])).isNull();
        byte[] ofAnotherRelease = drawn.encode();
        ofAnotherRelease[0]++;
        assertThat(DrawnKeys.decode(ofAnotherRelease)).isNull();
    }

    private static boolean holds(Estimate estimate, double truth) {
        return estimate.low() <= truth && truth <= estimate.high();
    }
}
