package io.github.cachestarter.cache;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.remote.Markers;
import io.github.cachestarter.remote.RemoteMarkers;
import io.github.cachestarter.remote.RemoteStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Writes down the commands and fails those that it is told to. */
final class BreakableStore implements RemoteStore {

    final List<String> commands = new CopyOnWriteArrayList<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final RemoteStore store;

    BreakableStore(RemoteStore store) {
        this.store = store;
    }

    void breaks(String... names) {
        broken.addAll(Set.of(names));
    }

    void goesAway() {
        breaks("get", "acquire", "store", "release", "renew", "evict", "claim", "put", "putDirect", "clear");
    }

    void comesBack() {
        broken.clear();
    }

    @Override
    public Pending<Reply> get(EntryKey key) {
        return command("get", () -> store.get(key));
    }

    @Override
    public Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid) {
        return command("acquire", () -> store.acquire(key, token, lease, invalid));
    }

    @Override
    public Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return command("store", () -> store.store(key, token, entry, ttl));
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        return command("release", () -> store.release(key, token));
    }

    @Override
    public Pending<Boolean> remove(EntryKey key, Token token) {
        return command("release", () -> store.remove(key, token));
    }

    @Override
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return command("renew", () -> store.renew(key, token, lease));
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return command("evict", () -> store.evict(key));
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return command("claim", () -> store.claim(key, token, claim));
    }

    @Override
    public Pending<Reply> refresh(EntryKey key, Token token, Duration claim, long identity, Duration alive) {
        return command("refresh", () -> store.refresh(key, token, claim, identity, alive));
    }

    @Override
    public Pending<Boolean> rearm(EntryKey key, Token token, byte[] entry) {
        return command("rearm", () -> store.rearm(key, token, entry));
    }

    @Override
    public Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return command("put", () -> store.put(key, token, entry, ttl));
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl) {
        return command("putDirect", () -> store.putDirect(key, entry, ttl));
    }

    /** Markers that break and are written down with it. */
    RemoteMarkers markers(RemoteMarkers markers) {
        return new RemoteMarkers() {
            @Override
            public Pending<Markers> read(long known, long read) {
                return broken.contains("get")
                        ? Pending.failed(new RemoteException(RemoteException.Reason.TIMEOUT, "get is broken", null))
                        : markers.read(known, read);
            }

            @Override
            public Pending<Markers> clear(long known, long read) {
                return command("clear", () -> markers.clear(known, read));
            }

            @Override
            public Pending<Markers> clearSoftly(Duration spread, long known, long read) {
                return command("clearSoftly", () -> markers.clearSoftly(spread, known, read));
            }

            @Override
            public Pending<Markers> evictTag(String tag, long known, long read) {
                return command("evictTag " + tag, () -> markers.evictTag(tag, known, read));
            }
        };
    }

    private <T> Pending<T> command(String name, Supplier<Pending<T>> command) {
        commands.add(name);
        return broken.contains(name)
                ? Pending.failed(new RemoteException(RemoteException.Reason.TIMEOUT, name + " is broken", null))
                : command.get();
    }
}
