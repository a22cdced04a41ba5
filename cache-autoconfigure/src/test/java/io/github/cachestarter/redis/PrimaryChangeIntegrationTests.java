package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.redis.PrimaryChange.Kind;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a listener hears of real servers before a new connection to them is used. */
class PrimaryChangeIntegrationTests {

    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final List<PrimaryChange> heard = new CopyOnWriteArrayList<>();
    private volatile boolean willing = true;
    private RedisServerProcess redis;
    private RedisAccess access;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start("--enable-debug-command", "local");
    }

    @AfterEach
    void stop() {
        access.close();
        redis.close();
    }

    @Test
    void aLostConnectionToTheSameServerIsNoChange() {
        open();
        redis.admin().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        awaitKinds(Kind.SAME);
        await().atMost(LONG_ENOUGH).until(access.gateway()::available);
    }

    @Test
    void aServerThatWasStartedAnewIsToldApart() {
        open();
        redis.restart();
        awaitKinds(Kind.RESTARTED_OR_UNRELATED);
    }

    @Test
    void aServerThatCameBackWithASnapshotIsNoSuccessor() {
        open();
        redis.admin().command("SET", "evicted", "long ago");
        redis.admin().command("SAVE");
        redis.kill();
        redis.restart();
        assertThat(redis.admin().command("GET", "evicted")).isEqualTo("long ago");
        awaitKinds(Kind.RESTARTED_OR_UNRELATED);
    }

    @Test
    void aServerThatDoesNotTellWhoItIsCountsAsAChangeEveryTime() {
        redis.admin().command("ACL", "SETUSER", "default", "-info");
        open();
        assertThat(heard).isEmpty();
        redis.admin().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        awaitKinds(Kind.UNKNOWN);
    }

    @Test
    void noCommandGoesThroughBeforeTheListenerIsDoneAndTheListenerHasAWayOfItsOwn() {
        open();
        willing = false;
        redis.restart();
        await().atMost(LONG_ENOUGH).until(() -> heard.size() >= 2);
        assertThat(access.gateway().available()).isFalse();
        assertThat(redis.admin().calls("get")).isZero();

        willing = true;
        await().atMost(LONG_ENOUGH).until(access.gateway()::available);
        assertThat(redis.admin().command("GET", "sent by the listener")).isNull();
        assertThat(redis.admin().calls("evalsha")).isPositive();
        assertThat(heard).allMatch(change -> change.kind() == Kind.RESTARTED_OR_UNRELATED);
        assertThat(heard).allMatch(change -> change.keys().test(new byte[] {'k'}));
        assertThat(heard.get(0).origin())
                .startsWith(redis.admin().info("server").get("run_id"));
    }

    private CompletionStage<?> hear(PrimaryChange change) {
        if (!willing) {
            heard.add(change);
            return CompletableFuture.failedFuture(new IllegalStateException("not now"));
        }
        CompletableFuture<Object> done = new CompletableFuture<>();
        byte[] key = "sent by the listener".getBytes(UTF_8);
        change.gateway().run(Script.EVICT, key, key, key).whenDone(Runnable::run, (reply, failure) -> {
            heard.add(change);
            done.complete(reply);
        });
        return done;
    }

    private void awaitKinds(Kind... kinds) {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () -> assertThat(heard).extracting(PrimaryChange::kind).containsExactly(kinds));
    }

    private void open() {
        access = RedisAccess.open(redis.url(), PATIENT);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
        access.onPrimaryChange(this::hear);
    }
}
