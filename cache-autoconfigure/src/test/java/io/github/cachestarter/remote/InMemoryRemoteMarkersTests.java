package io.github.cachestarter.remote;

import io.github.cachestarter.codec.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The contract on the markers that other tests use in place of Redis. */
class InMemoryRemoteMarkersTests extends RemoteMarkersContract {

    private final AtomicLong clock = new AtomicLong(1_000);
    private final List<Announcement> announced = new ArrayList<>();
    private final InMemoryRemoteMarkers markers =
            new InMemoryRemoteMarkers(CACHE, clock::incrementAndGet, announced::add);

    @Override
    RemoteMarkers markers() {
        return markers;
    }

    @Override
    void lose() {
        markers.replaceBy(Map.of());
    }

    @Override
    List<Announcement> announced() {
        return announced;
    }

    @Override
    long now() {
        return 1_000;
    }
}
