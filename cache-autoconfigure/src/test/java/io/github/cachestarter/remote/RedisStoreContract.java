package io.github.cachestarter.remote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.testing.RedisServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on a real Redis, whatever it is made of. */
abstract class RedisStoreContract extends RemoteStoreContract {

    static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private Listening listening;
    private RedisRemoteStore store;

    abstract RedisGateway gateway();

    /** The server that has this key. */
    abstract RedisServerProcess server(EntryKey at);

    @BeforeEach
    void subscribe() {
        server(key).admin().command("FLUSHALL");
        // At the key's own node: what the nodes of a young cluster pass on to each other may be lost.
        listening = new Listening(server(key), NAMES.channel());
        PutDeadline deadline = new PutDeadline(gateway(), Duration.ofSeconds(30), System::nanoTime);
        store = new RedisRemoteStore(
                gateway(), deadline, new Announcements(NAMES, new Sender(() -> SENDER), Findings.NO_OP, () -> {}));
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
        return gateway().get(at.bytes()).await();
    }

    @Override
    void plant(EntryKey at, byte[] bytes) {
        // Planted bytes are all below 0x80.
        server(at).admin().command("SET", at.redisKey(), new String(bytes, StandardCharsets.ISO_8859_1), "PX", "60000");
    }

    @Override
    long ttlMillis(EntryKey at) {
        return (Long) Objects.requireNonNull(server(at).admin().command("PTTL", at.redisKey()));
    }

    @Override
    void pass(Duration time) {
        long end = gateway().serverTimeMicros(new byte[0]).await() + time.toNanos() / 1_000;
        await().atMost(60, SECONDS)
                .until(() -> gateway().serverTimeMicros(new byte[0]).await() > end);
    }

    @Override
    List<Announcement> announced() {
        return listening.announced();
    }
}
