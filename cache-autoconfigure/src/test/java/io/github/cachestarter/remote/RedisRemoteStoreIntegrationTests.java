package io.github.cachestarter.remote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Findings;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.remote.RemoteStore.Reply;
import io.github.cachestarter.testing.RedisServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on a real Redis. */
class RedisRemoteStoreIntegrationTests extends RemoteStoreContract {

    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));

    private static RedisServerProcess server;
    private static RedisAccess access;
    private static RedisGateway gateway;

    private Listening listening;
    private RedisRemoteStore store;

    @BeforeAll
    static void start() {
        server = RedisServerProcess.start();
        access = RedisAccess.open(server.url(), PATIENT);
        assertThat(access.awaitConnected(Duration.ofSeconds(10))).isTrue();
        gateway = access.gateway();
    }

    @AfterAll
    static void stop() {
        access.close();
        server.close();
    }

    @BeforeEach
    void subscribe() {
        server.admin().command("FLUSHALL");
        listening = new Listening(server, NAMES.channel());
        PutDeadline deadline = new PutDeadline(gateway, Duration.ofSeconds(10), System::nanoTime);
        store = new RedisRemoteStore(
                gateway, deadline, new Announcements(NAMES, new Sender(() -> SENDER), Findings.NO_OP, () -> {}));
    }

    @AfterEach
    void unsubscribe() {
        listening.close();
    }

    @Override
    RemoteStore store() {
        return store;
    }

    @Override
    byte @Nullable [] stored(EntryKey at) {
        return gateway.get(at.bytes()).await();
    }

    @Override
    void plant(EntryKey at, byte[] bytes) {
        // Planted bytes are all below 0x80.
        server.admin().command("SET", at.redisKey(), new String(bytes, StandardCharsets.ISO_8859_1), "PX", "60000");
    }

    @Override
    long ttlMillis(EntryKey at) {
        return (Long) Objects.requireNonNull(server.admin().command("PTTL", at.redisKey()));
    }

    @Override
    void pass(Duration time) {
        long end = gateway.serverTimeMicros(new byte[0]).await() + time.toNanos() / 1_000;
        await().atMost(10, SECONDS)
                .until(() -> gateway.serverTimeMicros(new byte[0]).await() > end);
    }

    @Override
    List<Announcement> announced() {
        return listening.announced();
    }

    @Test
    void aKeyOfAnotherTypeIsTakenOver() throws Exception {
        EntryKey key = NAMES.key("milk");
        Token token = new Token(7, 7);
        server.admin().command("HSET", key.redisKey(), "field", "value");

        assertThat(store.get(key).await()).isInstanceOf(Reply.Absent.class);
        CompletableFuture<Reply> asynchronous = new CompletableFuture<>();
        store.get(key).whenDone(Runnable::run, (reply, failure) -> asynchronous.complete(reply));
        assertThat(asynchronous.get(10, SECONDS)).isInstanceOf(Reply.Absent.class);
        assertThat(store.store(key, token, entry(token, "no"), Duration.ofMinutes(1))
                        .await())
                .isFalse();
        assertThat(store.release(key, token).await()).isFalse();
        assertThat(store.acquire(key, token, Duration.ofMinutes(1), 0).await()).isInstanceOf(Reply.Absent.class);
        assertThat(store.store(key, token, entry(token, "v1"), Duration.ofMinutes(1))
                        .await())
                .isTrue();

        server.admin().command("DEL", key.redisKey());
        server.admin().command("LPUSH", key.redisKey(), "element");
        store.claim(key, token, Duration.ofMinutes(1)).await();
        assertThat(store.put(key, token, entry(token, "v2"), Duration.ofMinutes(1))
                        .await())
                .isTrue();

        server.admin().command("DEL", key.redisKey());
        server.admin().command("SADD", key.redisKey(), "member");
        assertThat(store.evict(key).await()).isFalse();
        assertThat(server.admin().command("EXISTS", key.redisKey())).isEqualTo(0L);
    }

    @Test
    void aLeaseThatSomebodyMadeEndlessIsTakenOver() {
        EntryKey key = NAMES.key("milk");
        store.acquire(key, new Token(1, 1), Duration.ofMinutes(1), 0).await();
        server.admin().command("PERSIST", key.redisKey());

        assertThat(store.acquire(key, new Token(2, 2), Duration.ofMinutes(1), 0).await())
                .isInstanceOf(Reply.Absent.class);
        assertThat(ttlMillis(key)).isPositive();
    }
}
