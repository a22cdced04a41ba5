package io.github.cachestarter.remote;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.codec.Announcement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

class InMemoryRemoteStoreTests extends RemoteStoreContract {

    private final AtomicLong micros = new AtomicLong(1_000_000);
    private final List<Announcement> announced = new ArrayList<>();
    private final InMemoryRemoteStore store = new InMemoryRemoteStore(micros::get, SENDER, announced::add);

    @Override
    RemoteStore store() {
        return store;
    }

    @Override
    byte @Nullable [] stored(EntryKey at) {
        return store.stored(at);
    }

    @Override
    void plant(EntryKey at, byte[] bytes) {
        store.plant(at, bytes, 60_000);
    }

    @Override
    long ttlMillis(EntryKey at) {
        return store.ttlMillis(at);
    }

    @Override
    void pass(Duration time) {
        micros.addAndGet(time.toNanos() / 1_000);
    }

    @Override
    List<Announcement> announced() {
        return announced;
    }
}
