package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.redis.SentinelWatch.View;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long the Sentinels are followed to a primary that cannot be reached at once. Time moves by hand. */
class SentinelWatchTests {

    private static final String OLD = "10.0.0.1:6379";
    private static final String NEW = "10.0.0.2:6379";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTimer time = new ManualTimer();
    private final Primary primary = new Primaries(
                    SECOND, time, time, () -> 0, AvailabilityListener.NO_OP, PrimaryWatch.NO_OP)
            .create(
                    "test",
                    this::open,
                    link -> CompletableFuture.completedFuture("PONG"),
                    link -> CompletableFuture.completedFuture("known"));

    /** It cannot reach any Sentinel itself: what they say comes from the test. */
    private final SentinelWatch watch = new SentinelWatch(
            null, RedisURI.Builder.sentinel("127.0.0.1", 1, "main").build(), primary, SECOND, time);

    private String way = OLD;
    private boolean unreachable;
    private int opened;

    @BeforeEach
    void connectToTheFirst() {
        primary.connector().connect();
        time.advance(SECOND);
        watch.start();
        watch.seen(new View(1, OLD, "one"));
        assertThat(primary.link().address()).isEqualTo(OLD);
        opened = 0;
    }

    @Test
    void anotherPrimaryIsUsedAtOnce() {
        way = NEW;
        watch.seen(new View(2, NEW, ""));
        time.advance(Duration.ofMillis(1));
        assertThat(primary.link().address()).isEqualTo(NEW);
        time.advance(Duration.ofMinutes(1));
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void oneThatCannotBeUsedForAWhileIsFollowedUntilItCan() {
        unreachable = true;
        watch.seen(new View(2, NEW, ""));
        time.advance(Duration.ofMinutes(1));
        assertThat(primary.link().address()).isEqualTo(OLD);
        unreachable = false;
        way = NEW;
        time.advance(SECOND.multipliedBy(2));
        assertThat(primary.link().address()).isEqualTo(NEW);
    }

    @Test
    void aSentinelThatNamesTheOldOneForLongIsAskedSeldomAndNotForgotten() {
        watch.seen(new View(2, NEW, "two"));
        time.advance(Duration.ofMinutes(10));
        assertThat(opened).isBetween(3 + 40, 3 + 60);
        way = NEW;
        time.advance(Duration.ofSeconds(15));
        assertThat(primary.link().address()).isEqualTo(NEW);
    }

    @Test
    void aSentinelThatStillNamesTheOldOneWhileTheOthersNameTheNewOneIsFollowedSeldom() {
        way = NEW;
        for (int i = 0; i < 90; i++) {
            watch.seen(new View(2, NEW, "two"));
            time.advance(SECOND);
            watch.seen(new View(2, OLD, "one"));
            time.advance(SECOND);
        }
        assertThat(opened).isLessThan(45);
        assertThat(primary.link().address()).isEqualTo(NEW);
    }

    @Test
    void onePrimaryUnderTwoNamesIsFoundByItsProcess() {
        watch.seen(new View(2, NEW, ""));
        way = "redis.example:6379";
        time.advance(SECOND.multipliedBy(2));
        watch.seen(new View(2, NEW, "of redis.example:6379"));
        time.advance(SECOND);
        int before = opened;
        time.advance(Duration.ofMinutes(10));
        assertThat(opened).isEqualTo(before);
    }

    @Test
    void aSentinelThatIsBehindCountsForNothing() {
        watch.seen(new View(0, NEW, ""));
        time.advance(Duration.ofMinutes(1));
        assertThat(opened).isZero();
    }

    private CompletableFuture<Link> open() {
        opened++;
        if (unreachable) {
            return CompletableFuture.failedFuture(new RedisException("no connection"));
        }
        Link link = new Link(PassingErrorTests.anyConnection(), way, RedisURI.create("redis://test"));
        link.identified("of " + way + " with a history");
        return CompletableFuture.completedFuture(link);
    }
}
