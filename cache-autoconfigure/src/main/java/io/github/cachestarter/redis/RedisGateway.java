package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import org.jspecify.annotations.Nullable;

/**
 * The one way to Redis for everything that handles entries: a dedicated connection, a deadline for every command and the
 * breaker. All failures are {@link io.github.cachestarter.RemoteException}s. Thread-safe.
 */
public interface RedisGateway {

    /** {@code GET} from the primary, with the read timeout. */
    Pending<byte @Nullable []> get(byte[] key);

    /**
     * Runs a script on its one key: {@code EVALSHA}, and {@code EVAL} if the server does not know it yet. With the write
     * timeout.
     *
     * @return the reply as Lettuce gives it: {@code Long}, {@code byte[]}, a {@code List} of these, or null
     */
    Pending<@Nullable Object> run(Script script, byte[] key, byte[]... arguments);

    /**
     * Unlinks keys in batches of a throttled {@code SCAN}. Not bounded by the command timeout as a whole, each batch is. Dead
     * keys that are there from the begin to the end of a call that nothing ends early are gone after it; a key that is
     * written anew at that very moment may go as well.
     *
     * @return how many keys were unlinked
     */
    Pending<Long> unlink(Sweep sweep);

    /** The time of the server that has this key, in microseconds since the epoch. */
    Pending<Long> serverTimeMicros(byte[] key);

    /**
     * Names the clock that {@link #serverTimeMicros} reads for this key: another one on every node of a cluster, and after
     * every new connection, which may lead to another server. Empty while there is no connection.
     */
    String clockOf(byte[] key);

    /**
     * Whether commands are sent for every key: connections are there and no breaker is open. In a cluster one primary that
     * is away is enough for false, while the keys of the others work as ever.
     */
    boolean available();

    /** Whether commands are sent for this key. */
    default boolean available(byte[] key) {
        return available();
    }
}
