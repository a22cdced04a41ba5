package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.remote.InMemoryRemoteMarkers;
import io.github.cachestarter.remote.InMemoryRemoteStore;
import io.github.cachestarter.remote.Markers;
import io.github.cachestarter.remote.RemoteMarkers;
import io.github.cachestarter.remote.RemoteStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The protocol in memory with a door at every command: a test says what happens to the
 * next one of a kind, and can hold it before it runs or hold its reply. Leases end only when a test says so.
 */
class StagedStore implements RemoteStore {

    enum Op {
        GET,
        ACQUIRE,
        STORE,
        RELEASE,
        RENEW,
        EVICT,
        CLAIM,
        PUT,
        PUT_DIRECT,
        REFRESH,
        REARM,
        CLEAR,
        EVICT_TAG,
        /** Reading the markers, which goes along with a GET and is not counted. */
        MARKERS
    }

    /** What happens to one command. */
    interface Door {
        <T> Pending<T> pass(Supplier<T> command);
    }

    private static final Door OPEN = new Door() {
        @Override
        public <T> Pending<T> pass(Supplier<T> command) {
            return Pending.of(command.get());
        }
    };

    private final AtomicLong micros = new AtomicLong(1);
    private final List<Consumer<Announcement>> listeners = new CopyOnWriteArrayList<>();
    private final InMemoryRemoteStore store = new InMemoryRemoteStore(micros::get, 1, this::publish);
    private final InMemoryRemoteMarkers storedMarkers =
            new InMemoryRemoteMarkers("things", this::markerTime, this::publish);
    private final Map<Op, Deque<Door>> next = new ConcurrentHashMap<>();
    private final Map<Op, Door> always = new ConcurrentHashMap<>();
    private final Map<Op, AtomicInteger> sent = new ConcurrentHashMap<>();
    private final boolean fenced;
    private volatile LongSupplier markerClock = micros::incrementAndGet;

    StagedStore() {
        this(true);
    }

    /** Creates a store; one that is not fenced stores under any token, which is the mistake that tests must find. */
    StagedStore(boolean fenced) {
        this.fenced = fenced;
    }

    void next(Op op, Door door) {
        next.computeIfAbsent(op, any -> new ConcurrentLinkedDeque<>()).add(door);
    }

    void always(Op op, Door door) {
        always.put(op, door);
    }

    void always(Door door) {
        for (Op op : Op.values()) {
            always(op, door);
        }
    }

    /** The server's clock moves on by itself; otherwise only when a marker is written, so that it is behind all stamps. */
    void clockRuns() {
        markerClock = () -> TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) + (1L << 52);
    }

    private long markerTime() {
        return markerClock.getAsLong();
    }

    /** Whoever is told of everything that is published, in the step that publishes it. */
    void hears(Consumer<Announcement> listener) {
        listeners.add(listener);
    }

    /** That much time has passed for the server. */
    void pass(Duration time) {
        micros.addAndGet(time.toNanos() / 1_000);
    }

    int sent(Op op) {
        return sent.computeIfAbsent(op, any -> new AtomicInteger()).get();
    }

    int sent() {
        return sent.entrySet().stream()
                .filter(entry -> entry.getKey() != Op.MARKERS)
                .mapToInt(entry -> entry.getValue().get())
                .sum();
    }

    /** The key is gone: expiry, memory pressure, a foreign DEL. */
    void lose(EntryKey key) {
        store.evict(key).await();
    }

    /** Somebody else's lease. */
    void lease(EntryKey key, Token token, Duration lease) {
        store.acquire(key, token, lease, 0).await();
    }

    void plant(EntryKey key, byte[] bytes) {
        store.plant(key, bytes, Duration.ofMinutes(1).toMillis());
    }

    /** The raw bytes of a key; null: nothing is there. */
    byte[] stored(EntryKey key) {
        return store.stored(key);
    }

    @Override
    public Pending<Reply> get(EntryKey key) {
        return send(Op.GET, () -> store.get(key));
    }

    @Override
    public Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid) {
        return send(Op.ACQUIRE, () -> store.acquire(key, token, lease, invalid));
    }

    @Override
    public Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return send(Op.STORE, () -> fenced ? store.store(key, token, entry, ttl) : store.putDirect(key, entry, ttl));
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        return send(Op.RELEASE, () -> store.release(key, token));
    }

    @Override
    public Pending<Boolean> remove(EntryKey key, Token token) {
        return send(Op.RELEASE, () -> store.remove(key, token));
    }

    @Override
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return send(Op.RENEW, () -> store.renew(key, token, lease));
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return send(Op.EVICT, () -> store.evict(key));
    }

    @Override
    public Pending<Boolean> outdate(EntryKey key) {
        return send(Op.EVICT, () -> store.outdate(key));
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return send(Op.CLAIM, () -> store.claim(key, token, claim));
    }

    @Override
    public Pending<Reply> refresh(EntryKey key, Token token, Duration claim, long identity, Duration alive) {
        return send(Op.REFRESH, () -> store.refresh(key, token, claim, identity, alive));
    }

    @Override
    public Pending<Boolean> rearm(EntryKey key, Token token, byte[] entry) {
        return send(Op.REARM, () -> store.rearm(key, token, entry));
    }

    @Override
    public Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return send(Op.PUT, () -> store.put(key, token, entry, ttl));
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl) {
        return send(Op.PUT_DIRECT, () -> store.putDirect(key, entry, ttl));
    }

    /** The markers that lie beside the entries. */
    InMemoryRemoteMarkers storedMarkers() {
        return storedMarkers;
    }

    RemoteMarkers markers() {
        return new RemoteMarkers() {
            @Override
            public Pending<Markers> read(long known, long read) {
                return send(Op.MARKERS, () -> storedMarkers.read(known, read));
            }

            @Override
            public Pending<Markers> clear(long known, long read) {
                return send(Op.CLEAR, () -> storedMarkers.clear(known, read));
            }

            @Override
            public Pending<Markers> clearSoftly(Duration spread, long known, long read) {
                return send(Op.CLEAR, () -> storedMarkers.clearSoftly(spread, known, read));
            }

            @Override
            public Pending<Markers> evictTag(String tag, long known, long read) {
                return send(Op.EVICT_TAG, () -> storedMarkers.evictTag(tag, known, read));
            }
        };
    }

    /** The server's clock, in microseconds. */
    AtomicLong micros() {
        return micros;
    }

    private void publish(Announcement announcement) {
        listeners.forEach(listener -> listener.accept(announcement));
    }

    private <T> Pending<T> send(Op op, Supplier<Pending<T>> command) {
        sent.computeIfAbsent(op, any -> new AtomicInteger()).incrementAndGet();
        Deque<Door> doors = next.get(op);
        Door door = doors == null ? null : doors.poll();
        return (door != null ? door : always.getOrDefault(op, OPEN))
                .pass(() -> command.get().await());
    }

    /** Fails at once; the command never runs. */
    static Door failing(RemoteException.Reason reason) {
        return new Door() {
            @Override
            public <T> Pending<T> pass(Supplier<T> command) {
                return Pending.failed(new RemoteException(reason, "injected " + reason, null));
            }
        };
    }

    /** Answers with this; the command never runs. */
    static Door replying(Object reply) {
        return new Door() {
            @Override
            @SuppressWarnings("unchecked") // the test knows what the command replies
            public <T> Pending<T> pass(Supplier<T> command) {
                return Pending.of((T) reply);
            }
        };
    }

    /** Times out; the command runs when the test says so. */
    static final class Late implements Door {

        private final List<Supplier<?>> bag = new ArrayList<>();
        private final List<Object> answers = new ArrayList<>();

        @Override
        public synchronized <T> Pending<T> pass(Supplier<T> command) {
            bag.add(command);
            return Pending.failed(new RemoteException(RemoteException.Reason.TIMEOUT, "injected timeout", null));
        }

        synchronized void run() {
            bag.forEach(command -> answers.add(command.get()));
            bag.clear();
        }
    }

    /** Holds the command before it runs, or its reply after it ran, until the test lets it go. */
    static final class Held implements Door {

        private final boolean runFirst;
        private final CompletableFuture<Void> arrived = new CompletableFuture<>();
        private final CompletableFuture<Void> release = new CompletableFuture<>();

        private Held(boolean runFirst) {
            this.runFirst = runFirst;
        }

        static Held command() {
            return new Held(false);
        }

        static Held reply() {
            return new Held(true);
        }

        @Override
        public <T> Pending<T> pass(Supplier<T> command) {
            CompletableFuture<T> reply;
            if (runFirst) {
                T result = command.get();
                reply = release.thenApply(any -> result);
            } else {
                reply = release.thenApply(any -> command.get());
            }
            arrived.complete(null);
            return new FuturePending<>(reply);
        }

        void awaitArrival() {
            Rig.get(arrived);
        }

        void letGo() {
            release.complete(null);
        }
    }
}
