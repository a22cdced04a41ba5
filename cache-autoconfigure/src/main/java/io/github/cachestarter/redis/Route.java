package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Knows which primary has which key. Thread-safe. */
interface Route {

    /** The primary of this key; null while nobody knows it. Called for every command: cheap, never blocks. */
    @Nullable
    Primary of(byte[] key);

    /** All primaries that have keys. */
    Collection<Primary> all();

    /** The connections to all primaries; null while one of them has none. The same object until something changes. */
    @Nullable
    Links links();

    /** Where a command goes that this primary sent on; null if nowhere. */
    @Nullable
    Primary redirected(Primary from, Redirect redirect);

    /** Whether one command may touch only keys of one slot. */
    boolean isSharded();

    /** Something says that keys may have moved to another primary: look again; returns at once. */
    void doubt();

    /** Looks where keys are; completes when everything that was so at the time of the call is known, or nobody told. */
    CompletableFuture<Void> look();

    /** The place of the primary with this name. */
    Place place(String name);

    /** Begins to connect; returns at once. */
    void connect();

    /**
     * Waits until every key can be reached, so many attempts in a row have failed, or the time is over.
     *
     * @return whether every key can be reached
     */
    boolean await(Duration atMost, int attempts) throws InterruptedException;

    /** Ends every attempt to connect and lets nobody use a connection any more. */
    void close();

    /** The route where there is only one primary, whoever that is at the time. */
    final class Single implements Route {

        private final Primary primary;
        private final boolean sharded;
        private @Nullable Links links;

        Single(Primary primary, boolean sharded) {
            this.primary = primary;
            this.sharded = sharded;
        }

        @Override
        public CompletableFuture<Void> look() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Place place(String name) {
            return Place.ONLY;
        }

        @Override
        public synchronized @Nullable Links links() {
            links = Links.of(all(), links);
            return links;
        }

        @Override
        public Primary of(byte[] key) {
            return primary;
        }

        @Override
        public Collection<Primary> all() {
            return List.of(primary);
        }

        @Override
        public @Nullable Primary redirected(Primary from, Redirect redirect) {
            return null;
        }

        @Override
        public boolean isSharded() {
            return sharded;
        }

        @Override
        public void doubt() {
            primary.connector().refreshAtTimes();
        }

        @Override
        public void connect() {
            primary.connector().connect();
        }

        @Override
        public boolean await(Duration atMost, int attempts) throws InterruptedException {
            return primary.connector().await(atMost, attempts);
        }

        @Override
        public void close() {
            primary.close();
        }
    }
}
