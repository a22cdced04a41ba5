package io.github.cachestarter.redis;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RemoteException;
import io.lettuce.core.RedisURI;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * Everything this library has open towards Redis: a connection of its own, the breaker, and whatever watches them.
 * Opening one neither blocks nor fails when Redis is away. Thread-safe; close it last.
 */
public final class RedisAccess implements AutoCloseable {

    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** Most PINGs in a second; with a short staleness there are more. */
    private static final Duration LONGEST_PING_PERIOD = Duration.ofMillis(250);

    private static final int PINGS_PER_STALENESS = 6;

    private final ScheduledThreadPoolExecutor executor = thread("cache-starter-redis");
    private final ExecutorService notifier = notifier();
    private final Timer timer = Timer.on(executor);
    private final RedisSettings settings;
    private final Client client;
    private final Primaries primaries;
    private final Identities identities;
    private final Route route;
    private final LettuceGateway gateway;
    private final ReplicaWaits replicas;
    private final ServerMonitor monitor;
    private final int attemptsAtStart;
    private final RedisSetup setup;
    private @Nullable SentinelWatch sentinels;
    private final List<FollowingSubscriptions> subscriptions = new CopyOnWriteArrayList<>();

    private RedisAccess(RedisTarget target, RedisSettings settings, AvailabilityListener listener) {
        this.settings = settings;
        LettuceOptions options = new LettuceOptions(target, settings);
        this.client = new Client(options);
        // Each address once, since only one of a group may be the primary; and once more.
        this.attemptsAtStart = target.uris().size() + 1;
        this.setup = RedisSetup.of(target);
        int database = target.uris().get(0).getDatabase();
        this.monitor = new ServerMonitor(this::inUse, database, timer, InstantSource.system());
        this.primaries = new Primaries(
                settings.connectTimeout(),
                timer,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble(),
                new Notifier(listener, notifier),
                new Watch());
        Calls calls = new Calls(System::nanoTime, timer);
        Trials trials = new Trials(settings, primaries, calls, target.kind() == RedisTarget.Kind.CLUSTER);
        this.identities = new Identities(settings.connectTimeout(), System::nanoTime, trials);
        this.route = route(target, options);
        this.gateway = new LettuceGateway(route, settings, calls);
        this.replicas = new ReplicaWaits(client, route, calls);
    }

    private Route route(RedisTarget target, LettuceOptions options) {
        LinkCheck ping = link -> link.commands().ping();
        LinkCheck check = target.mayBeReplica() ? ping.then(new PrimaryCheck()) : ping;
        if (target.kind() == RedisTarget.Kind.CLUSTER) {
            TopologySource source =
                    new TopologySource(client, options.uris(), settings.connectTimeout(), timer, options.wanted());
            return new Cluster(
                    source,
                    address -> primaries.create(
                            address, () -> source.open(address), check, link -> beforeUse(address, link)),
                    this::changed,
                    primaries.listener(),
                    primaries.backoff(),
                    timer);
        }
        LinkSource source = new SingleLinks(client, options.uris());
        Primary only = primaries.create(setup.address(), source, check, link -> beforeUse(setup.address(), link));
        RedisURI first = options.uris().get(0);
        if (first.getSentinelMasterId() != null) {
            sentinels = new SentinelWatch(client, first, only, settings.connectTimeout(), timer);
        }
        return new Route.Single(only, false);
    }

    private CompletionStage<?> beforeUse(String primary, Link link) {
        return identities.beforeUse(route.place(primary), link);
    }

    private Collection<Primary> inUse() {
        return route.all();
    }

    private void changed() {
        monitor.lookInBackground();
        subscriptions.forEach(FollowingSubscriptions::changed);
    }

    private void lookWhoTheyAre() {
        timer.after(LOOK_EVERY, this::lookWhoTheyAre);
        for (Primary primary : route.all()) {
            Link link = primary.link();
            if (link != null) {
                identities.look(route.place(primary.name()), link);
            }
        }
    }

    /** What the primaries say of themselves without being asked. */
    private final class Watch implements PrimaryWatch {

        @Override
        public void changed() {
            RedisAccess.this.changed();
        }

        @Override
        public void refused(RemoteException failure) {
            if (RemoteFailures.meansOtherPrimary(failure)) {
                subscriptions.forEach(FollowingSubscriptions::doubt);
            }
            // Ask again where the primary is.
            route.doubt();
        }
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
        access.route.connect();
        access.monitor.start();
        access.lookWhoTheyAre();
        if (access.sentinels != null) {
            access.sentinels.start();
        }
        return access;
    }

    /** The way to Redis for everything that handles entries. */
    public RedisGateway gateway() {
        return gateway;
    }

    /**
     * Waits, after changes, until so many replicas have them.
     *
     * @param prefix what all keys of the application begin with
     * @param atMost how long it waits for them
     */
    public Replicas replicas(String prefix, int enough, Duration atMost) {
        return replicas.of(prefix, enough, atMost);
    }

    /**
     * Adds a listener that is asked before a new connection is used: at once if it is to hear of the first ones too. The
     * listeners are asked one after the other, in this order.
     */
    public void onPrimaryChange(PrimaryChangeListener listener) {
        identities.add(listener);
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
        Timer ownTimer = Timer.on(own);
        Duration often = maxStaleness.dividedBy(PINGS_PER_STALENESS);
        FollowingSubscriptions opened = new FollowingSubscriptions(
                route,
                new SessionOpener(client, route, settings.connectTimeout().multipliedBy(4), ownTimer),
                listener,
                new FollowingSubscriptions.Pacing(
                        ownTimer,
                        System::nanoTime,
                        primaries.backoff(),
                        often.compareTo(LONGEST_PING_PERIOD) < 0 ? often : LONGEST_PING_PERIOD,
                        maxStaleness,
                        own::shutdown));
        subscriptions.add(opened);
        opened.start();
        return opened;
    }

    /** Where this Redis is, for people to read: hosts and ports, never a login. */
    public String describe() {
        return setup.address();
    }

    /** How it is reached. */
    public RedisSetup setup() {
        return setup;
    }

    /** What the breaker does with commands now; in a cluster, the one that lets the least through. */
    public BreakerState breaker() {
        List<BreakerState> states =
                route.all().stream().map(primary -> primary.breaker().state()).toList();
        return states.contains(BreakerState.OPEN)
                ? BreakerState.OPEN
                : states.contains(BreakerState.HALF_OPEN) ? BreakerState.HALF_OPEN : BreakerState.CLOSED;
    }

    /**
     * Whether commands for this key are given up for now: the breaker of its primary is not closed, or nobody knows which
     * primary has it. A connection that is lost, or a command that failed, is not enough.
     */
    public boolean givenUp(byte[] key) {
        Primary primary = route.of(key);
        return primary == null || primary.breaker().state() != BreakerState.CLOSED;
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

    /**
     * Draws random keys of all servers.
     *
     * @param ours the keys whose size and time-to-live are wanted; others count, and are not looked at
     * @return fails if one of them is away, refuses, or does not answer within two seconds
     */
    public CompletableFuture<KeySample> sampleKeys(int keys, Predicate<byte[]> ours) {
        Collection<Primary> all = route.all();
        List<Link> links = all.stream()
                .filter(Primary::available)
                .map(Primary::link)
                .filter(Objects::nonNull)
                .toList();
        return links.isEmpty() || links.size() < all.size()
                ? CompletableFuture.failedFuture(new IllegalStateException("A server is away"))
                : KeySampling.take(links, keys, ours);
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
            return route.await(atMost, attempts);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            subscriptions.forEach(FollowingSubscriptions::close);
            replicas.close();
            if (sentinels != null) {
                sentinels.close();
            }
            route.close();
            client.close();
        } finally {
            executor.shutdownNow();
            notifier.shutdownNow();
        }
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
