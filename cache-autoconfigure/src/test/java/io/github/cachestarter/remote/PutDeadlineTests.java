package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PutDeadlineTests {

    private static final byte[] KEY = {1};
    private static final byte[] ANOTHER = {2};

    private final AtomicLong nanos = new AtomicLong(123);
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final PutDeadline deadline = new PutDeadline(gateway, Duration.ofMillis(200), nanos::get);

    @Test
    void aDeadlineIsTheServersTimePlusTheTimeout() {
        gateway.time = () -> Pending.of(5_000_000L);

        assertThat(deadline.next(KEY).await()).isEqualTo(5_200_000L);
    }

    @Test
    void theServersTimeIsReadOnceAMinuteAndExtrapolatedInBetween() {
        gateway.time = () -> Pending.of(5_000_000L);
        deadline.next(KEY).await();

        pass(Duration.ofSeconds(59));
        assertThat(deadline.next(KEY).await()).isEqualTo(64_200_000L);
        assertThat(gateway.timeReads).isEqualTo(1);

        pass(Duration.ofSeconds(1));
        gateway.time = () -> Pending.of(66_000_000L);
        assertThat(deadline.next(KEY).await()).isEqualTo(66_200_000L);
        assertThat(gateway.timeReads).isEqualTo(2);
    }

    @Test
    void whatIsExtrapolatedIsNeverAheadOfTheServer() {
        // The server was read at once, its answer came 40 ms later.
        gateway.time = () -> Pending.of(5_000_000L).map(micros -> {
            pass(Duration.ofMillis(40));
            return micros;
        });
        deadline.next(KEY).await();
        pass(Duration.ofMillis(10));

        assertThat(deadline.next(KEY).await()).isEqualTo(5_210_000L).isLessThan(5_250_000L);
    }

    @Test
    void aReadingThatTookLongIsUsedOnceAndNotKept() {
        gateway.time = () -> Pending.of(5_000_000L).map(micros -> {
            pass(Duration.ofMillis(50));
            return micros;
        });

        assertThat(deadline.next(KEY).await()).isEqualTo(5_200_000L);
        deadline.next(KEY).await();

        assertThat(gateway.timeReads).isEqualTo(2);
    }

    @Test
    void afterForgetTheTimeIsReadAgain() {
        gateway.time = () -> Pending.of(5_000_000L);
        deadline.next(KEY).await();
        deadline.forget(KEY);
        deadline.next(KEY).await();

        assertThat(gateway.timeReads).isEqualTo(2);
    }

    @Test
    void theNodesOfAClusterHaveTimesOfTheirOwn() {
        gateway.clock = key -> "node " + key[0];
        gateway.time = () -> Pending.of(5_000_000L);
        assertThat(deadline.next(KEY).await()).isEqualTo(5_200_000L);
        gateway.time = () -> Pending.of(9_000_000L);

        assertThat(deadline.next(ANOTHER).await()).isEqualTo(9_200_000L);
        assertThat(deadline.next(KEY).await()).isEqualTo(5_200_000L);
        assertThat(gateway.timeReads).isEqualTo(2);
    }

    @Test
    void theTimeIsReadAgainWhenTheConnectionIsReplaced() {
        gateway.time = () -> Pending.of(5_000_000L);
        deadline.next(KEY).await();
        gateway.clock = key -> "a promoted replica";
        gateway.time = () -> Pending.of(3_000_000L);

        assertThat(deadline.next(KEY).await()).isEqualTo(3_200_000L);
    }

    @Test
    void withoutTheServersTimeThereIsNoDeadline() {
        RemoteException away = new RemoteException(RemoteException.Reason.TIMEOUT, "away", null);
        gateway.time = () -> Pending.failed(away);

        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> deadline.next(KEY).await())
                .isSameAs(away);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
