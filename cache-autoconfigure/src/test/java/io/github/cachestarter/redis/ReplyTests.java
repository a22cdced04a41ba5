package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cachestarter.RemoteException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReplyTests {

    private final ManualTimer time = new ManualTimer();
    private final List<RemoteException> failures = new ArrayList<>();
    private final Calls calls = new Calls(time, time, () -> {}, failures::add);

    @Test
    void aScriptThatCannotBeSentAgainIsAFailureForWhoWaitsAndForWhoDoesNot() {
        AtomicReference<Throwable> heard = new AtomicReference<>();
        unknownScript().whenDone(Runnable::run, (value, failure) -> heard.set(failure));

        assertThat(heard.get()).isInstanceOf(RemoteException.class).hasMessageContaining("size exceeded");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> unknownScript().await());
        assertThat(failures).hasSize(2);
    }

    @Test
    void aReplyThatNobodyAwaitsEndsAtItsDeadline() {
        AtomicReference<Throwable> heard = new AtomicReference<>();
        new Reply<>(calls, Duration.ofMillis(100), new CompletableFuture<String>(), null)
                .whenDone(Runnable::run, (value, failure) -> heard.set(failure));
        time.advance(Duration.ofMillis(99));
        assertThat(heard.get()).isNull();
        time.advance(Duration.ofMillis(1));
        assertThat(heard.get()).isInstanceOf(RemoteException.class);
        assertThat(failures).extracting(RemoteException::reason).containsExactly(RemoteException.Reason.TIMEOUT);
    }

    private Reply<String> unknownScript() {
        return new Reply<>(
                calls,
                Duration.ofMillis(100),
                CompletableFuture.failedFuture(new RedisNoScriptException("NOSCRIPT")),
                () -> {
                    throw new RedisException("Request queue size exceeded: 8192");
                });
    }
}
