package io.github.cachestarter.redis;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisURI;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.BeanFactory;

/**
 * Everything this library has open towards Redis: a connection of its own, the breaker, and whatever watches them.
 * Opening one neither blocks nor fails when Redis is away. Thread-safe; close it last.
 */
public final class RedisAccess implements AutoCloseable {

    private static final Duration SHORTEST_RECONNECT = Duration.ofMillis(50);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);

    /** Most PINGs in a second; with a short staleness there are more. */
    private static final Duration LONGEST_PING_PERIOD = Duration.ofMillis(250);

    private static final int PINGS_PER_STALENESS = 6;

    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor executor;
    private final ExecutorService notifier;
    private final LinkSource source;
    private final Connector connector;
    private final Breaker breaker;
    private final LettuceGateway gateway;
    private final ServerMonitor monitor;
    private final int attemptsAtStart;
    private final String description;
    private final boolean cluster;
    private final Duration connectTimeout;
    private final List<FollowingSubscriptions> subscriptions = new CopyOnWriteArrayList<>();

    private RedisAccess(RedisTarget target, RedisSettings settings, AvailabilityListener listener) {
        LongSupplier nanoTime = System::nanoTime;
        this.executor = thread("cache-starter-redis");
        this.notifier = notifier();
        Timer timer = Timer.on(executor);
        this.source = source(target, settings);
        this.cluster = target.kind() == RedisTarget.Kind.CLUSTER;
        this.connectTimeout = settings.connectTimeout();
        this.connector =
                new Connector(source, check(target, settings), backoff(), settings.connectTimeout(), timer, nanoTime);
        this.breaker = new Breaker(
                connector::proven,
                new OpenTimes(RedisAccess::random),
                timer,
                nanoTime,
                new Notifier(listener, notifier));
        // Each address once, since only one of a group may be the primary; and once more.
        this.attemptsAtStart = target.uris().size() + 1;
        this.description = target.describe();
        int database = target.uris().get(0).getDatabase();
        this.monitor = new ServerMonitor(connector, database, timer, InstantSource.system());
        this.connector.onConnected(this::connected);
        this.connector.onLost(this::followLinks);
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
        access.monitor.start();
        return access;
    }

    /** The way to Redis for everything that handles entries. */
    public RedisGateway gateway() {
        return gateway;
    }

    /**
     * Opens subscriptions to the primary, or to every primary of a cluster, that commands go to: a connection of their own,
     * replaced whenever that of the commands is. Returns at once. To be closed before this.
     *
     * @param maxStaleness how old a proof that messages come through may be; sets the pace of the PINGs and how long a
     *     silent connection is waited for
     */
    public Subscriptions subscribe(SubscriptionListener listener, Duration maxStaleness) {
        ScheduledThreadPoolExecutor own = thread("cache-starter-subscriptions");
        Timer timer = Timer.on(own);
        Duration often = maxStaleness.dividedBy(PINGS_PER_STALENESS);
        FollowingSubscriptions opened = new FollowingSubscriptions(
                connector,
                new SessionOpener(source, cluster, connectTimeout.multipliedBy(4), timer),
                listener,
                new FollowingSubscriptions.Pacing(
                        timer,
                        System::nanoTime,
                        backoff(),
                        often.compareTo(LONGEST_PING_PERIOD) < 0 ? often : LONGEST_PING_PERIOD,
                        maxStaleness,
                        own::shutdown));
        subscriptions.add(opened);
        opened.start();
        return opened;
    }

    /** Where this Redis is, for people to read: hosts and ports, never a login. */
    public String describe() {
        return description;
    }

    /** What the breaker does with commands now. */
    public BreakerState breaker() {
        return breaker.state();
    }

    /** What the servers said of themselves at the last look, a minute ago at most while they answer. Never blocks. */
    public List<ServerFacts> servers() {
        return monitor.facts();
    }

    /**
     * Looks at the servers now.
     *
     * @return completes with or without news, in about a second at most; {@link #servers()} has them then
     */
    public CompletableFuture<List<ServerFacts>> look() {
        return monitor.look();
    }

    /** Adds a listener that is called after every look that found a server, on a connection's thread: be brief. */
    public void onSeen(Runnable listener) {
        monitor.onSeen(listener);
    }

    /**
     * Reports from now on which settings of the servers hurt a cache: now, at every new connection and once a minute.
     * Waits for the connection as {@link #awaitStart} does.
     *
     * @param findings takes the findings, each under the address of its server
     * @throws CacheServerCheckException with {@link ServerCheckMode#FAIL}, if something serious is found now. Waits two
     *     seconds at most to find that out; a server that is away or tells nothing does not stop a start
     */
    public void check(ServerCheckMode mode, Findings findings) {
        monitor.report(mode, findings);
        boolean connected = awaitStart();
        CompletableFuture<List<ServerFacts>> look = monitor.look();
        if (connected && mode == ServerCheckMode.FAIL) {
            List<Finding> serious = ServerMonitor.serious(look.join());
            if (!serious.isEmpty()) {
                throw new CacheServerCheckException(serious);
            }
        }
    }

    /**
     * Waits until the connection stands, so that the first cached call finds it; for a second at most, and less if Redis
     * refuses. A Redis that is away at start is an outage like any other.
     *
     * @return whether it stands
     */
    public boolean awaitStart() {
        return awaitConnected(PATIENCE_AT_START, attemptsAtStart);
    }

    /**
     * Waits until there is a connection to Redis or the time is over.
     *
     * @return whether there is one
     */
    public boolean awaitConnected(Duration atMost) {
        return awaitConnected(atMost, Integer.MAX_VALUE);
    }

    private boolean awaitConnected(Duration atMost, int attempts) {
        try {
            return connector.await(atMost, attempts);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            subscriptions.forEach(FollowingSubscriptions::close);
            connector.close();
        } finally {
            executor.shutdownNow();
            notifier.shutdownNow();
        }
    }

    private void connected() {
        breaker.connected();
        followLinks();
        var ignored = monitor.look();
    }

    private void followLinks() {
        subscriptions.forEach(FollowingSubscriptions::changed);
    }

    private void failed(RemoteException failure) {
        breaker.failed(failure);
        if (RemoteFailures.meansOtherPrimary(failure)) {
            subscriptions.forEach(FollowingSubscriptions::doubt);
        }
        if (failure.reason() == Reason.NOT_WRITABLE) {
            // This server is not the primary any more, or not yet: ask again where the primary is.
            connector.refreshAtTimes();
        }
    }

    private static LinkCheck check(RedisTarget target, RedisSettings settings) {
        LinkCheck ping = link -> link.commands().ping();
        return switch (target.kind()) {
            case SINGLE -> ping;
            case REPLICATED -> ping.then(new PrimaryCheck());
            case CLUSTER -> new ClusterCheck(settings.connectTimeout().dividedBy(2));
        };
    }

    private static LinkSource source(RedisTarget target, RedisSettings settings) {
        LettuceOptions options = new LettuceOptions(target, settings);
        return target.kind() == RedisTarget.Kind.CLUSTER ? new ClusterLinks(options) : new SingleLinks(options);
    }

    private static Backoff backoff() {
        return new Backoff(SHORTEST_RECONNECT, LONGEST_RECONNECT, RedisAccess::random);
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    private static ScheduledThreadPoolExecutor thread(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory(name, true));
        executor.setRemoveOnCancelPolicy(true);
        return executor;
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
