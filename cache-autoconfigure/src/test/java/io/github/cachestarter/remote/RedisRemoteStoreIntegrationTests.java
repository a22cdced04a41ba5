package io.github.cachestarter.remote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Token;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.remote.RemoteStore.Reply;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a real Redis. */
class RedisRemoteStoreIntegrationTests extends RedisStoreContract {

    private static RedisServerProcess server;
    private static RedisAccess access;
    private static RedisGateway gateway;

    @BeforeAll
    static void start() {
        server = RedisServerProcess.start();
        access = RedisAccess.open(server.url(), PATIENT);
        assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
        gateway = access.gateway();
    }

    @AfterAll
    static void stop() {
        access.close();
        server.close();
    }

    @Override
    RedisGateway gateway() {
        return gateway;
    }

    @Override
    RedisServerProcess server(EntryKey at) {
        return server;
    }

    @Test
    void aKeyOfAnotherTypeIsTakenOver() throws Exception {
        EntryKey key = NAMES.key("milk");
        Token token = new Token(7, 7);
        server.admin().command("HSET", key.redisKey(), "field", "value");

        assertThat(store().get(key).await()).isInstanceOf(Reply.Absent.class);
        CompletableFuture<Reply> asynchronous = new CompletableFuture<>();
        store().get(key).whenDone(Runnable::run, (reply, failure) -> asynchronous.complete(reply));
        assertThat(asynchronous.get(60, SECONDS)).isInstanceOf(Reply.Absent.class);
        assertThat(store().store(key, token, entry(token, "no"), Duration.ofMinutes(1))
                        .await())
                .isFalse();
        assertThat(store().release(key, token).await()).isFalse();
        assertThat(store().acquire(key, token, Duration.ofMinutes(1), 0).await())
                .isInstanceOf(Reply.Absent.class);
        assertThat(store().store(key, token, entry(token, "v1"), Duration.ofMinutes(1))
                        .await())
                .isTrue();

        server.admin().command("DEL", key.redisKey());
        server.admin().command("LPUSH", key.redisKey(), "element");
        store().claim(key, token, Duration.ofMinutes(1)).await();
        assertThat(store().put(key, token, entry(token, "v2"), Duration.ofMinutes(1))
                        .await())
                .isTrue();

        server.admin().command("DEL", key.redisKey());
        server.admin().command("SADD", key.redisKey(), "member");
        assertThat(store().evict(key).await()).isFalse();
        assertThat(server.admin().command("EXISTS", key.redisKey())).isEqualTo(0L);
    }

    @Test
    void aLeaseThatSomebodyMadeEndlessIsTakenOver() {
        EntryKey key = NAMES.key("milk");
        store().acquire(key, new Token(1, 1), Duration.ofMinutes(1), 0).await();
        server.admin().command("PERSIST", key.redisKey());

        assertThat(store().acquire(key, new Token(2, 2), Duration.ofMinutes(1), 0)
                        .await())
                .isInstanceOf(Reply.Absent.class);
        assertThat(ttlMillis(key)).isPositive();
    }
}
