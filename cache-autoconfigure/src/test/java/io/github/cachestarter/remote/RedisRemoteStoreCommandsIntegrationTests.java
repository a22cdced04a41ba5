package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Findings;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.remote.RemoteStore.Reply;
import io.github.cachestarter.testing.RedisServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts what each operation costs: one EVALSHA is one round trip, what stands behind it runs inside the server. */
class RedisRemoteStoreCommandsIntegrationTests {

    private static final KeyNames NAMES = new KeyNames("app", "1", "products");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static RedisServerProcess server;
    private static RedisAccess access;
    private static RedisRemoteStore store;

    private final EntryKey key = NAMES.key("milk");
    private final Token mine = new Token(11, 1);
    private final Token other = new Token(22, 2);

    @BeforeAll
    static void start() {
        server = RedisServerProcess.start();
        access = RedisAccess.open(server.url(), PATIENT);
        assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
        PutDeadline deadline = new PutDeadline(access.gateway(), Duration.ofSeconds(30), System::nanoTime);
        store = new RedisRemoteStore(
                access.gateway(), deadline, new Announcements(NAMES, new Sender(() -> 1), Findings.NO_OP, () -> {}));
    }

    @AfterAll
    static void stop() {
        access.close();
        server.close();
    }

    /** So that the server knows all of them. */
    private static void everyScriptOnce() {
        EntryKey warm = NAMES.key("warm");
        Token token = new Token(5, 5);
        store.acquire(warm, token, MINUTE, 0).await();
        store.store(warm, token, RemoteStoreContract.entry(token, "x"), MINUTE).await();
        store.release(warm, token).await();
        store.evict(warm).await();
        store.claim(warm, token, MINUTE).await();
        store.put(warm, token, RemoteStoreContract.entry(token, "x"), MINUTE).await();
        store.putDirect(warm, RemoteStoreContract.entry(token, "x"), MINUTE).await();
    }

    @BeforeEach
    void reset() {
        everyScriptOnce();
        server.admin().command("FLUSHALL");
        server.admin().resetStats();
    }

    @Test
    void aHitIsOneGet() {
        plant("v1");
        assertThat(store.get(key).await()).isInstanceOf(Reply.Value.class);
        assertCommands(Map.of("get", 1));
    }

    @Test
    void aMissWithItsStoreIsOneGetAndTwoScripts() {
        store.get(key).await();
        store.acquire(key, mine, MINUTE, 0).await();
        store.store(key, mine, entry(mine), MINUTE).await();
        assertCommands(Map.of("get", 2, "evalsha", 2, "set", 2, "getrange", 1));
    }

    @Test
    void anAcquireThatFindsAValueOnlyReads() {
        plant("v1");
        store.acquire(key, mine, MINUTE, 0).await();
        assertCommands(Map.of("evalsha", 1, "get", 1));
    }

    @Test
    void waitingForALeaseMarksItOnce() {
        store.acquire(key, mine, MINUTE, 0).await();
        server.admin().resetStats();
        store.acquire(key, other, MINUTE, 0).await();
        store.acquire(key, other, MINUTE, 0).await();
        assertCommands(Map.of("evalsha", 2, "get", 2, "pttl", 2, "setrange", 1));
    }

    @Test
    void aStoreForWhichOthersWaitPublishesOnce() {
        store.acquire(key, mine, MINUTE, 0).await();
        store.acquire(key, other, MINUTE, 0).await();
        server.admin().resetStats();
        store.store(key, mine, entry(mine), MINUTE).await();
        assertCommands(Map.of("evalsha", 1, "getrange", 1, "set", 1, "publish", 1));
    }

    @Test
    void aFailedLoadIsOneScript() {
        store.acquire(key, mine, MINUTE, 0).await();
        server.admin().resetStats();
        store.release(key, mine).await();
        assertCommands(Map.of("evalsha", 1, "getrange", 1, "unlink", 1));
    }

    @Test
    void anEvictIsOneScriptThatUnlinksAndPublishes() {
        plant("v1");
        assertThat(store.evict(key).await()).isTrue();
        assertCommands(Map.of("evalsha", 1, "getrange", 1, "unlink", 1, "publish", 1));
    }

    @Test
    void aPutUnderAClaimIsTwoScripts() {
        store.claim(key, mine, MINUTE).await();
        store.put(key, mine, entry(mine), MINUTE).await();
        assertCommands(Map.of("evalsha", 2, "getrange", 2, "set", 2, "publish", 1));
    }

    @Test
    void aClaimInsideAValueWritesNeitherTheValueNorItsTimeToLiveAgain() {
        plant("v1");
        store.claim(key, mine, MINUTE).await();
        assertCommands(Map.of("evalsha", 1, "getrange", 1, "strlen", 1, "time", 1, "setrange", 1, "append", 1));
    }

    @Test
    void aDirectPutIsOneScriptOnceTheServersTimeIsKnown() {
        store.putDirect(key, entry(mine), MINUTE).await();
        assertCommands(Map.of("evalsha", 1, "time", 1, "set", 1, "publish", 1));
    }

    @Test
    void aScriptThatTheServerForgotIsSentAgain() {
        server.admin().command("SCRIPT", "FLUSH");
        server.admin().resetStats();
        assertThat(store.acquire(key, mine, MINUTE, 0).await()).isInstanceOf(Reply.Absent.class);
        assertThat(store.acquire(key, mine, MINUTE, 0).await()).isInstanceOf(Reply.Absent.class);
        assertCommands(Map.of("evalsha", 2, "eval", 1, "get", 2, "set", 2));
    }

    private void plant(String body) {
        String bytes = new String(RemoteStoreContract.entry(other, body), StandardCharsets.ISO_8859_1);
        server.admin().command("SET", key.redisKey(), bytes, "PX", "60000");
        server.admin().resetStats();
    }

    private static byte[] entry(Token token) {
        return RemoteStoreContract.entry(token, "v");
    }

    /** Exactly these commands ran, but for what the test itself and the gateway's checks of its connection send. */
    private static void assertCommands(Map<String, Integer> expected) {
        Map<String, Integer> ran = new TreeMap<>();
        server.admin().commandCalls().forEach((command, calls) -> {
            if (!command.startsWith("config") && !command.equals("info") && !command.equals("ping")) {
                ran.put(command, calls.intValue());
            }
        });
        assertThat(ran).isEqualTo(new TreeMap<>(expected));
    }
}
