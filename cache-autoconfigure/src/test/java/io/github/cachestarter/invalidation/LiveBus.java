package io.github.cachestarter.invalidation;

import static org.awaitility.Awaitility.await;

import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.redis.AvailabilityListener;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.redis.Script;
import io.github.cachestarter.testing.RedisServerProcess;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A bus on a real Redis that has joined one cache. */
final class LiveBus implements AutoCloseable {

    static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    static final Duration H = Duration.ofSeconds(2);

    /**
     * For tests in which every message counts. With H an instance that is kept waiting for longer connects anew and throws
     * away what it holds instead, as it should.
     */
    static final Duration LONG_H = Duration.ofMinutes(2);

    static final String CACHE = "books";
    static final KeyNames NAMES = new KeyNames("shop", "1", CACHE);
    static final String CHANNEL = NAMES.channel();
    static final long SELF = 77;
    static final long OTHER = 88;

    /** Deadlines that a busy machine keeps too. */
    static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(2));

    final RedisAccess access;
    final InvalidationBus bus;
    final Heard heard = new Heard();
    final FindingsRegister findings = new FindingsRegister();
    final Gate gate;

    LiveBus(String url) {
        this(url, LONG_H);
    }

    LiveBus(String url, Duration maxStaleness) {
        this(RedisAccess.open(url, PATIENT, AvailabilityListener.NO_OP), maxStaleness);
    }

    LiveBus(RedisAccess access, Duration maxStaleness) {
        this.access = access;
        this.bus = InvalidationBus.open(
                access,
                new BusSettings(new Sender(() -> SELF), maxStaleness, System::nanoTime, InstantSource.system()),
                findings);
        bus.listen(heard);
        this.gate = bus.join(CACHE, CHANNEL);
        heard.watch(this::isOpen);
    }

    /** A bus whose client speaks this version of the protocol. */
    static LiveBus speaking(ProtocolVersion version, RedisServerProcess redis) {
        LettuceClientConfiguration client = LettuceClientConfiguration.builder()
                .clientOptions(ClientOptions.builder().protocolVersion(version).build())
                .build();
        return new LiveBus(
                new LettuceConnectionFactory(new RedisStandaloneConfiguration(redis.host(), redis.port()), client),
                LONG_H);
    }

    /** A bus to where this factory leads. */
    LiveBus(LettuceConnectionFactory factory, Duration maxStaleness) {
        this(
                RedisAccess.open(
                        new StaticListableBeanFactory(Map.of("factory", factory)), PATIENT, AvailabilityListener.NO_OP),
                maxStaleness);
    }

    boolean isOpen() {
        return gate.isOpen(System.nanoTime());
    }

    LiveBus awaitOpen() {
        await().atMost(LONG_ENOUGH).until(this::isOpen);
        return this;
    }

    void awaitShut() {
        await().atMost(LONG_ENOUGH).until(() -> !isOpen());
    }

    /** Evicts as an instance does. */
    void evict(String key, long sender) {
        access.gateway()
                .run(Script.EVICT, bytes(key), bytes(CHANNEL), evicted(key, sender))
                .await();
    }

    static byte[] evicted(String key, long sender) {
        return new Announcement(Kind.EVICT, sender, CACHE, key).encode();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        bus.close();
        access.close();
    }
}
