package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisURI;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.BeanFactory;

/**
 * Everything this library has open towards Redis: a connection of its own, the breaker, and whatever watches them.
 * Opening one neither blocks nor fails when Redis is away. Thread-safe; close it last.
 */
public final class RedisAccess implements AutoCloseable {

    private static final Duration SHORTEST_RECONNECT = Duration.ofMillis(50);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);

    private final ScheduledThreadPoolExecutor executor;
    private final ExecutorService notifier;
    private final Connector connector;
    private final Breaker breaker;
    private final LettuceGateway gateway;

    private RedisAccess(RedisTarget target, RedisSettings settings, AvailabilityListener listener) {
        LongSupplier nanoTime = System::nanoTime;
        DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        this.executor = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("cache-starter-redis", true));
        this.executor.setRemoveOnCancelPolicy(true);
        this.notifier = notifier();
        Timer timer = Timer.on(executor);
        this.connector = new Connector(
                source(target, settings),
                check(target),
                new Backoff(SHORTEST_RECONNECT, LONGEST_RECONNECT, random),
                settings.connectTimeout(),
                timer,
                nanoTime);
        this.breaker = new Breaker(
                connector::proven, new OpenTimes(random), timer, nanoTime, new Notifier(listener, notifier));
        this.connector.onConnected(breaker::connected);
        Calls calls = new Calls(nanoTime, timer, breaker::succeeded, this::failed);
        this.gateway = new LettuceGateway(connector, breaker, settings, calls);
    }

    /**
     * Opens access to the application's own Redis: with the address, login and TLS of its connection factory, else of
     * Boot's connection details, and nothing else of them.
     *
     * @throws IllegalStateException if the application says nowhere where Redis is
     */
    public static RedisAccess open(BeanFactory beans, RedisSettings settings, AvailabilityListener listener) {
        return open(RedisTargets.of(beans), settings, listener);
    }

    /** As below, when nobody cares about availability. */
    public static RedisAccess open(String url, RedisSettings settings) {
        return open(url, settings, AvailabilityListener.NO_OP);
    }

    /** Opens access to the server at a {@code redis://} or {@code rediss://} URL. */
    public static RedisAccess open(String url, RedisSettings settings, AvailabilityListener listener) {
        return open(RedisTarget.single(RedisURI.create(url)), settings, listener);
    }

    static RedisAccess open(RedisTarget target, RedisSettings settings, AvailabilityListener listener) {
        RedisAccess access = new RedisAccess(target, settings, listener);
        access.connector.connect();
        return access;
    }

    /** The way to Redis for everything that handles entries. */
    public RedisGateway gateway() {
        return gateway;
    }

    /** What the breaker does with commands now. */
    public BreakerState breaker() {
        return breaker.state();
    }

    /**
     * Waits until there is a connection to Redis or the time is over. Nothing needs this but a start that wants to look at
     * the server first.
     *
     * @return whether there is one
     */
    public boolean awaitConnected(Duration atMost) {
        try {
            return connector.await(atMost);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        connector.close();
        executor.shutdownNow();
        notifier.shutdownNow();
    }

    private void failed(RemoteException failure) {
        breaker.failed(failure);
        if (failure.reason() == Reason.NOT_WRITABLE) {
            // This server is not the primary any more, or not yet: ask again where the primary is.
            connector.refreshAtTimes();
        }
    }

    private static LinkCheck check(RedisTarget target) {
        LinkCheck ping = link -> link.commands().ping();
        return target.kind() == RedisTarget.Kind.REPLICATED ? ping.then(new PrimaryCheck()) : ping;
    }

    private static LinkSource source(RedisTarget target, RedisSettings settings) {
        LettuceOptions options = new LettuceOptions(target, settings);
        return target.kind() == RedisTarget.Kind.CLUSTER ? new ClusterLinks(options) : new SingleLinks(options);
    }

    /** One thread that ends when it has had nothing to do for a while. */
    private static ExecutorService notifier() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("cache-starter-redis-events", true));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
