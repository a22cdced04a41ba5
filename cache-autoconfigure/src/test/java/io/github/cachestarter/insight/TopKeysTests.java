package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.insight.TopKeys.BigKey;
import io.github.cachestarter.insight.TopKeys.HotKey;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopKeysTests {

    private final HotKeys hot = new HotKeys(0);
    private final BigKeys big = new BigKeys(0);

    @Test
    void theHottestKeysAreFoundAmongManyMoreThanThereAreCounters() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            int number = random.nextInt(100);
            String key = number < 20 ? "first" : number < 30 ? "second" : "other-" + random.nextInt(50_000);
            hot.read(key, 0);
        }

        assertThat(hot.top(String::valueOf)).hasSize(HotKeys.SHOWN);
        assertThat(hot.top(String::valueOf)).extracting(HotKey::key).startsWith("first", "second");
        assertThat(hot.top(String::valueOf).get(0).share()).isCloseTo(0.2, within(0.01));
        assertThat(hot.top(String::valueOf).get(1).share()).isCloseTo(0.1, within(0.01));
        assertThat(hot.top(String::valueOf)).allSatisfy(key -> {
            double exact = Map.of("first", 0.2, "second", 0.1).getOrDefault(key.key(), 1.0 / 50_000);
            assertThat(key.shareAtLeast()).isLessThanOrEqualTo(exact + 0.005);
            assertThat(key.share()).isGreaterThanOrEqualTo(exact - 0.005);
        });
    }

    @Test
    void whatWasHotAnHourAgoMakesRoom() {
        for (int i = 0; i < 10_000; i++) {
            hot.read("old", 0);
        }
        for (int minute = 0; minute <= 60; minute += 5) {
            for (int i = 0; i < 100; i++) {
                hot.read("new", Duration.ofMinutes(minute).toNanos());
            }
        }
        assertThat(hot.top(String::valueOf)).extracting(HotKey::key).containsExactly("new", "old");
        assertThat(hot.top(String::valueOf).get(0).share()).isGreaterThan(0.9);
    }

    @Test
    void aKeyWhoseTextCannotBeMadeIsShownByItsType() {
        hot.read(new Unprintable(), 0);
        assertThat(hot.top(key -> "text").get(0).key()).isEqualTo("a key of the type " + Unprintable.class.getName());
    }

    @Test
    void theLargestEntriesAreKeptEachOnce() {
        for (int i = 0; i < 100; i++) {
            big.seen(key("k" + i), 100 + i, i);
            big.seen(key("k" + i), 200 + i, i);
        }
        assertThat(big.top(String::valueOf))
                .hasSize(BigKeys.SHOWN)
                .startsWith(new BigKey("k99", "app:1:products:k99", 299), new BigKey("k98", "app:1:products:k98", 298));
        assertThat(big.top(String::valueOf).stream().map(BigKey::key).collect(Collectors.toSet()))
                .hasSize(BigKeys.SHOWN);
    }

    @Test
    void aLargeEntryThatNobodySawForAnHourIsForgotten() {
        big.seen(key("old"), 1_000, 0);
        long later = Duration.ofMinutes(61).toNanos();
        big.seen(key("new"), 10, later);
        assertThat(big.top(String::valueOf)).containsExactly(new BigKey("new", "app:1:products:new", 10));
    }

    private static EntryKey key(String key) {
        return new EntryKey("products", key, "app:1:products:" + key);
    }

    private static final class Unprintable {

        @Override
        public String toString() {
            throw new IllegalStateException("no");
        }
    }
}
