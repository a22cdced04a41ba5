package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.insight.Rates.Rate;
import io.github.cachestarter.local.LocalTier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RatesTests {

    private static final EntryKey KEY = new EntryKey("cache", "key", "app:1:cache:key");

    private final AtomicLong now = new AtomicLong(-1_000);
    private final CacheInsight insight =
            new CacheInsight(cache -> LocalTier.NONE, new Watch(false, now::get, cache -> LocalSettings.DEFAULTS));
    private final CacheStatistics products = insight.forCache("products");

    @Test
    void aWindowThatTheCacheIsTooYoungForIsNotKnown() {
        pass(59);
        assertThat(products.rates().oneMinute()).isNull();
        assertThat(products.rates().sinceStart().seconds()).isCloseTo(59, within(0.001));
        pass(1);
        assertThat(products.rates().oneMinute()).isNotNull();
        assertThat(products.rates().fiveMinutes()).isNull();
        pass(240);
        assertThat(products.rates().fiveMinutes()).isNotNull();
    }

    @Test
    void eachWindowSaysWhatHappenedWithinIt() {
        for (int tens = 0; tens < 30; tens++) {
            products.miss(KEY, MissReason.ABSENT, 1);
            tens();
        }
        for (int tens = 0; tens < 6; tens++) {
            for (int i = 0; i < 30; i++) {
                products.localHit("key");
            }
            for (int i = 0; i < 10; i++) {
                products.refreshStarted();
                products.refreshStarted();
                products.hit(1_000);
                products.miss(KEY, MissReason.ABSENT, 1);
            }
            tens();
        }

        Rate minute = products.rates().oneMinute();
        assertThat(minute.seconds()).isCloseTo(60, within(0.001));
        assertThat(minute.hitRate()).isEqualTo(0.8);
        assertThat(minute.localHitRate()).isEqualTo(0.6);
        assertThat(minute.perSecond())
                .containsEntry("localHits", 3.0)
                .containsEntry("remoteHits", 1.0)
                .containsEntry("misses", 1.0)
                .containsEntry("refreshes", 2.0)
                .containsEntry("errors", 0.0);
        Rate five = products.rates().fiveMinutes();
        assertThat(five.seconds()).isCloseTo(300, within(0.001));
        assertThat(five.perSecond().get("misses")).isCloseTo((60 + 24) / 300.0, within(0.001));
    }

    @Test
    void withoutReadsThereIsNoHitRate() {
        assertThat(products.rates().sinceStart().hitRate()).isNull();
    }

    private void tens() {
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        insight.note();
    }

    private void pass(int seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
