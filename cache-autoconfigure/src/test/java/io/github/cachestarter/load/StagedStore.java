package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.remote.RemoteStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The protocol in memory, as the scripts run it in Redis, with a door at every command: a test says what happens to the
 * next one of a kind, and can hold it before it runs or hold its reply. Leases end only when a test says so.
 */
class StagedStore implements RemoteStore {

    enum Op {
        GET,
        ACQUIRE,
        STORE,
        RELEASE,
        EVICT,
        CLAIM,
        PUT,
        PUT_DIRECT,
        CLEAR
    }

    /** What happens to one command. */
    interface Door {
        <T> Pending<T> pass(Supplier<T> command);
    }

    /** What a key holds: a value, with a claim or without, or a lease. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Cell(Token token, byte[] value) {}

    private static final Door OPEN = new Door() {
        @Override
        public <T> Pending<T> pass(Supplier<T> command) {
            return Pending.of(command.get());
        }
    };

    private final Map<String, Cell> cells = new HashMap<>();
    private final Map<Op, Deque<Door>> next = new ConcurrentHashMap<>();
    private final Map<Op, Door> always = new ConcurrentHashMap<>();
    private final Map<Op, AtomicInteger> sent = new ConcurrentHashMap<>();
    private final boolean fenced;

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

    int sent(Op op) {
        return sent.computeIfAbsent(op, any -> new AtomicInteger()).get();
    }

    int sent() {
        return sent.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** The key is gone: expiry, memory pressure, a foreign DEL. */
    synchronized void lose(EntryKey key) {
        cells.remove(key.redisKey());
    }

    /** Somebody else's lease. */
    synchronized void lease(EntryKey key, Token token) {
        cells.put(key.redisKey(), new Cell(token, null));
    }

    synchronized void value(EntryKey key, byte[] value) {
        cells.put(key.redisKey(), new Cell(null, value));
    }

    synchronized byte[] value(EntryKey key) {
        Cell cell = cells.get(key.redisKey());
        return cell == null ? null : cell.value();
    }

    synchronized boolean empty(EntryKey key) {
        return !cells.containsKey(key.redisKey());
    }

    @Override
    public Pending<Reply> get(EntryKey key) {
        return send(Op.GET, () -> {
            Cell cell = cells.get(key.redisKey());
            return cell == null
                    ? new Reply.Absent()
                    : cell.value() == null ? new Reply.Busy(0) : new Reply.Value(cell.value());
        });
    }

    @Override
    public Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid) {
        return send(Op.ACQUIRE, () -> {
            Cell cell = cells.get(key.redisKey());
            if (cell != null && cell.value() != null && FakeCodec.identity(cell.value()) != invalid) {
                return new Reply.Value(cell.value());
            }
            if (cell != null && cell.value() == null) {
                return new Reply.Busy(lease.toMillis());
            }
            cells.put(key.redisKey(), new Cell(token, null));
            return new Reply.Absent();
        });
    }

    @Override
    public Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return send(Op.STORE, () -> {
            if (fenced && !holds(key, token)) {
                return false;
            }
            cells.put(key.redisKey(), new Cell(null, entry));
            return true;
        });
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        return send(Op.RELEASE, () -> {
            boolean held = holds(key, token);
            if (held) {
                cells.computeIfPresent(
                        key.redisKey(), (any, cell) -> cell.value() == null ? null : new Cell(null, cell.value()));
            }
            return held;
        });
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return send(Op.EVICT, () -> {
            Cell cell = cells.remove(key.redisKey());
            return cell != null && cell.value() != null;
        });
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return send(Op.CLAIM, () -> {
            cells.merge(key.redisKey(), new Cell(token, null), (old, mine) -> new Cell(token, old.value()));
            return true;
        });
    }

    @Override
    public Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return send(Op.PUT, () -> {
            boolean held = holds(key, token);
            cells.remove(key.redisKey());
            if (held) {
                cells.put(key.redisKey(), new Cell(null, entry));
            }
            return held;
        });
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl) {
        return send(Op.PUT_DIRECT, () -> {
            cells.put(key.redisKey(), new Cell(null, entry));
            return true;
        });
    }

    @Override
    public Pending<Long> clear(byte[] pattern) {
        return send(Op.CLEAR, () -> {
            long removed = cells.size();
            cells.clear();
            return removed;
        });
    }

    private boolean holds(EntryKey key, Token token) {
        Cell cell = cells.get(key.redisKey());
        return cell != null && token.equals(cell.token());
    }

    private <T> Pending<T> send(Op op, Supplier<T> command) {
        sent.computeIfAbsent(op, any -> new AtomicInteger()).incrementAndGet();
        Deque<Door> doors = next.get(op);
        Door door = doors == null ? null : doors.poll();
        return (door != null ? door : always.getOrDefault(op, OPEN)).pass(() -> {
            synchronized (this) {
                return command.get();
            }
        });
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
