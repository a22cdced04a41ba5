package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The primaries of a Redis Cluster and who has which slot. Each primary is a connection and a breaker of its own, as if it
 * were the only server; this class only tells which one a key belongs to. Lettuce's own cluster client is not used: it
 * opens and uses connections to nodes before anybody could ask who they are, and has no way to give up a silent one.
 *
 * <p>The table follows the cluster in two ways. A look at the topology, every second (a primary that an instance does not
 * know may take evictions that it does not hear), and four times as often while a primary is away. And {@code MOVED},
 * which corrects its one slot at once. A view of an older configuration than the one in use is ignored: a primary that was
 * stopped, replaced and comes back believes that it still has its slots. A new primary gets its slots once it is
 * connected, so that nobody pays for that. Thread-safe.
 */
final class Cluster implements Route {

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(250);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final TopologySource source;
    private final Function<String, Primary> factory;
    private final Runnable onChange;
    private final AvailabilityListener listener;
    private final Backoff backoff;
    private final Timer timer;

    /** By slot. The array is never changed, a new one takes its place. */
    private volatile @Nullable Primary[] table = new Primary[SlotHash.SLOT_COUNT];

    private volatile List<Primary> owners = List.of();

    // Guarded by this.
    private final Map<String, Primary> primaries = new LinkedHashMap<>();
    private Topology topology = new Topology(-1, Map.of(), Map.of());
    private @Nullable Links links;
    private Timer.@Nullable Task next;
    private Duration planned = Duration.ZERO;
    private CompletableFuture<Void> looks = new CompletableFuture<>();
    private CompletableFuture<Void> running = new CompletableFuture<>();
    private boolean looking;
    private boolean absent;
    private boolean closed;
    private int failures;

    /**
     * @param factory makes the primary at an address
     * @param onChange runs after a change of the primaries; it must not block
     * @param listener hears when no primary is known because no node answers, and when one is; of those that are known the
     *     breakers tell
     */
    Cluster(
            TopologySource source,
            Function<String, Primary> factory,
            Runnable onChange,
            AvailabilityListener listener,
            Backoff backoff,
            Timer timer) {
        this.source = source;
        this.factory = factory;
        this.onChange = onChange;
        this.listener = listener;
        this.backoff = backoff;
        this.timer = timer;
    }

    @Override
    public @Nullable Primary of(byte[] key) {
        return table[SlotHash.getSlot(key)];
    }

    @Override
    public Collection<Primary> all() {
        return owners;
    }

    @Override
    public synchronized @Nullable Links links() {
        links = Links.of(owners, links);
        return links;
    }

    @Override
    public @Nullable Primary redirected(Primary from, Redirect redirect) {
        Primary target = at(redirect.addressSeenFrom(from.name()));
        if (target != null && !redirect.ask()) {
            moved(redirect.slot(), target);
            doubt();
        }
        return target;
    }

    @Override
    public void connect() {
        lookAfter(Duration.ZERO);
    }

    @Override
    public boolean isSharded() {
        return true;
    }

    @Override
    public void doubt() {
        lookAfter(SOON);
    }

    @Override
    public synchronized boolean await(Duration atMost, int attempts) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        long rest = atMost.toMillis();
        while (!isReachable() && !closed && rest > 0 && failures < attempts) {
            wait(rest);
            rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return isReachable();
    }

    @Override
    public synchronized CompletableFuture<Void> look() {
        lookAfter(Duration.ZERO);
        return looks;
    }

    @Override
    public Place place(String name) {
        return new InCluster(name);
    }

    @Override
    public void close() {
        List<Primary> open;
        synchronized (this) {
            closed = true;
            if (next != null) {
                next.cancel();
            }
            open = List.copyOf(primaries.values());
            notifyAll();
        }
        open.forEach(Primary::close);
    }

    private boolean isReachable() {
        return !owners.isEmpty() && owners.stream().allMatch(primary -> primary.link() != null);
    }

    /** The primary at this address, which may be unknown so far. */
    private synchronized @Nullable Primary at(String address) {
        return closed ? null : known(topology.names().getOrDefault(address, address));
    }

    private Primary known(String address) {
        return primaries.computeIfAbsent(address, unknown -> {
            Primary primary = factory.apply(unknown);
            primary.connector().connect();
            return primary;
        });
    }

    private synchronized void moved(int slot, Primary target) {
        if (target.link() != null && slot >= 0 && slot < table.length && table[slot] != target) {
            @Nullable Primary[] changed = table.clone();
            changed[slot] = target;
            table = changed;
        }
    }

    /** Plans the next look, unless one is planned that is about as soon: many may doubt at the same time. */
    private synchronized void lookAfter(Duration wait) {
        if (looking || closed || (next != null && planned.compareTo(wait) <= 0)) {
            return;
        }
        if (next != null) {
            next.cancel();
        }
        planned = wait;
        next = timer.after(wait, this::lookNow);
    }

    private void lookNow() {
        List<Link> links;
        List<String> others;
        synchronized (this) {
            if (looking || closed) {
                return;
            }
            looking = true;
            next = null;
            running = looks;
            looks = new CompletableFuture<>();
            links = owners.stream()
                    .filter(Primary::available)
                    .map(Primary::link)
                    .filter(Objects::nonNull)
                    .toList();
            others = List.copyOf(topology.names().values());
        }
        orAgain(() -> {
            var ignored =
                    source.ask(links, others).whenComplete((seen, failure) -> orAgain(() -> answered(seen, failure)));
        });
    }

    /** A look in which something fails, be it an {@code OutOfMemoryError} that passes, is not the last one. */
    private void orAgain(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error ex) {
            failed(ex);
        }
    }

    private void answered(@Nullable Topology seen, @Nullable Throwable failure) {
        if (seen == null) {
            failed(failure);
        } else {
            seen(seen);
        }
    }

    private void failed(@Nullable Throwable failure) {
        CompletableFuture<Void> done;
        boolean noticed;
        synchronized (this) {
            failures++;
            log.debug("No node of the cluster tells who has which slot: {}", String.valueOf(failure));
            notifyAll();
            looking = false;
            lookAfter(backoff.after(failures));
            done = running;
            noticed = owners.isEmpty() && !absent && !closed;
            absent |= noticed;
        }
        if (noticed) {
            listener.unavailable(new RemoteException(
                    RemoteException.Reason.DISCONNECTED, "No node of the Redis Cluster answers: " + failure, failure));
        }
        done.complete(null);
    }

    private void seen(Topology seen) {
        List<CompletableFuture<Link>> connecting = new ArrayList<>();
        synchronized (this) {
            if (!closed && seen.epoch() >= topology.epoch()) {
                topology = seen;
                seen.slots().forEach((address, slots) -> {
                    if (!slots.isEmpty() && !primaries.containsKey(address)) {
                        connecting.add(known(address).connector().refresh());
                    }
                });
            }
        }
        var ignored = CompletableFuture.allOf(connecting.toArray(CompletableFuture[]::new))
                .orTimeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((all, failure) -> orAgain(this::publish));
    }

    private void publish() {
        Published now = take();
        if (now == null) {
            return;
        }
        if (now.changed) {
            onChange.run();
        }
        if (now.appeared) {
            listener.recovered(Duration.ZERO); // whoever keeps the account of all knows since when
        }
        now.done.complete(null);
        // What was sent to them just now may still be answered, if only by the name of the new primary.
        now.gone.forEach(primary -> timer.after(GRACE, primary::close));
    }

    /** From now on commands go where the topology says. Null: closed. */
    private synchronized @Nullable Published take() {
        if (closed) {
            return null;
        }
        List<Primary> before = owners;
        table = slots(topology);
        owners = primaries.values().stream()
                .filter(primary -> topology.hasSlots(primary.name()))
                .toList();
        boolean appeared = absent && !owners.isEmpty();
        absent &= !appeared;
        List<Primary> gone = primaries.values().stream()
                .filter(primary -> !owners.contains(primary) && !mayGetSlots(primary, before))
                .toList();
        primaries.values().removeAll(gone);
        failures = 0;
        looking = false;
        notifyAll();
        lookAfter(owners.stream().allMatch(Primary::available) ? EVERY : SOON);
        return new Published(!owners.equals(before), appeared, gone, running);
    }

    /**
     * What came of a look at the topology.
     *
     * @param changed whether other primaries have the keys now
     * @param appeared whether these are the first ones after there were none
     * @param gone those that are not needed any more
     * @param done who waits for the look
     */
    private record Published(boolean changed, boolean appeared, List<Primary> gone, CompletableFuture<Void> done) {}

    private @Nullable Primary[] slots(Topology from) {
        @Nullable Primary[] bySlot = new Primary[SlotHash.SLOT_COUNT];
        from.slots().forEach((address, slots) -> {
            Primary primary = primaries.get(address);
            slots.stream().forEach(slot -> bySlot[slot] = primary);
        });
        return bySlot;
    }

    /** A primary that {@code ASK} named takes over its first slot now; one that has lost its last slot is replaced. */
    private boolean mayGetSlots(Primary primary, List<Primary> hadSlots) {
        return topology.slots().containsKey(primary.name()) && !hadSlots.contains(primary);
    }

    private synchronized boolean hasSlots(String address) {
        return topology.hasSlots(address);
    }

    /**
     * A primary that a redirect has named may not have any slot in the last view: what is to be found there is not known
     * then, and too much does no harm to those who ask, who send evictions again.
     */
    private synchronized boolean mayOwn(String address, int slot) {
        return !topology.hasSlots(address) || topology.owns(address, slot);
    }

    /** The place of the primary at an address. */
    private final class InCluster implements Place {

        private final String address;

        InCluster(String address) {
            this.address = address;
        }

        @Override
        public String name() {
            return address;
        }

        @Override
        public boolean owns(byte[] key) {
            return mayOwn(address, SlotHash.getSlot(key));
        }

        @Override
        public boolean isLeft(String other) {
            return !hasSlots(other);
        }
    }
}
