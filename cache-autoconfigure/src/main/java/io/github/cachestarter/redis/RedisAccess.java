package io.github.cachestarter.redis;

import io.lettuce.core.RedisURI;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Everything this library has open towards Redis: a connection of its own and whatever watches it. Opening one neither
 * blocks nor fails when Redis is away. Thread-safe; close it last.
 */
public final class RedisAccess implements AutoCloseable {

    private static final Duration SHORTEST_RECONNECT = Duration.ofMillis(50);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);

    private final ScheduledThreadPoolExecutor timer;
    private final Connector connector;
    private final LettuceGateway gateway;

    private RedisAccess(RedisTarget target, RedisSettings settings) {
        this.timer = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("cache-starter-redis", true));
        this.timer.setRemoveOnCancelPolicy(true);
        LettuceOptions options = new LettuceOptions(target, settings);
        Backoff backoff = new Backoff(
                SHORTEST_RECONNECT,
                LONGEST_RECONNECT,
                () -> ThreadLocalRandom.current().nextDouble());
        this.connector = new Connector(
                target.kind() == RedisTarget.Kind.CLUSTER ? new ClusterLinks(options) : new SingleLinks(options),
                link -> link.commands().ping(),
                backoff,
                settings.connectTimeout(),
                timer,
                System::nanoTime);
        this.gateway =
                new LettuceGateway(connector, settings, new Calls(System::nanoTime, timer, () -> {}, failure -> {}));
    }

    /** Opens access to the server at a {@code redis://} or {@code rediss://} URL. */
    public static RedisAccess open(String url, RedisSettings settings) {
        return open(RedisTarget.single(RedisURI.create(url)), settings);
    }

    static RedisAccess open(RedisTarget target, RedisSettings settings) {
        RedisAccess access = new RedisAccess(target, settings);
        access.connector.connect();
        return access;
    }

    /** The way to Redis for everything that handles entries. */
    public RedisGateway gateway() {
        return gateway;
    }

    /**
     * Waits until there is a connection to Redis or the time is over.
     *
     * @return whether there is one
     */
    public boolean awaitAvailable(Duration atMost) {
        try {
            return connector.await(atMost);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        connector.close();
    }
}
