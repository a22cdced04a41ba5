package io.github.cachestarter.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server that commands can be sent through. It is never repaired: a broken one is replaced.
 * Thread-safe.
 */
final class Link {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String name = "connection " + NUMBERS.incrementAndGet();
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final String address;
    private final RedisURI uri;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile @Nullable String origin;
    private volatile Runnable onUse = () -> {};

    /**
     * @param address host and port of the server that it really leads to
     * @param uri leads to this server and no other
     */
    Link(StatefulRedisConnection<byte[], byte[]> connection, String address, RedisURI uri) {
        this.connection = connection;
        this.address = address;
        this.uri = uri;
    }

    /** Tells this connection from every other one. */
    String name() {
        return name;
    }

    /** Host and port of the server. */
    String address() {
        return address;
    }

    /** How to open another connection to this very server. */
    RedisURI uri() {
        return uri;
    }

    /** The server has told who it is; null: it does not tell. */
    void identified(@Nullable String told) {
        origin = told;
    }

    /** Whether this and the other connection are known to lead to one process with one history of writes. */
    boolean leadsWhere(Link other) {
        String told = origin;
        return this == other || (told != null && told.equals(other.origin) && address.equals(other.address));
    }

    /** Whether this is known to lead to the process with this run id. */
    boolean leadsTo(String runId) {
        String told = origin;
        return told != null && !runId.isEmpty() && told.startsWith(runId + " ");
    }

    /** Sets what {@link #inUse} runs; it must be brief. */
    void onUse(Runnable action) {
        onUse = action;
    }

    /** Commands go through this connection from now on. */
    void inUse() {
        onUse.run();
    }

    /** The commands; every one of them is sent at once and answers later. */
    RedisAsyncCommands<byte[], byte[]> commands() {
        return connection.async();
    }

    /** Sends a command at once. */
    <T extends @Nullable Object> CompletableFuture<T> send(Command<byte[], byte[], T> command) {
        AsyncCommand<byte[], byte[], T> sent = new AsyncCommand<>(command);
        connection.dispatch(sent);
        return sent;
    }

    /**
     * Sends a command for a slot that this node of a cluster takes over now. {@code ASKING} holds for one command, so both
     * go out as one batch: nothing that another thread sends comes between them.
     */
    <T extends @Nullable Object> CompletableFuture<T> sendAsking(Command<byte[], byte[], T> command) {
        AsyncCommand<byte[], byte[], T> sent = new AsyncCommand<>(command);
        connection.dispatch(List.of(
                new AsyncCommand<>(new Command<>(CommandType.ASKING, new StatusOutput<>(ByteArrayCodec.INSTANCE))),
                sent));
        return sent;
    }

    /** Whether the connection stands, as far as the operating system knows. */
    boolean isOpen() {
        return connection.isOpen();
    }

    /** Whether nobody has said before that it is lost: every command that was under way says so. */
    boolean isLossNew() {
        return failed.compareAndSet(false, true);
    }

    /** Runs the action once the connection is lost; at once if it already is. It may run twice. */
    void whenLost(Runnable action) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                action.run();
            }
        });
        if (!isOpen()) {
            action.run();
        }
    }

    /** Closes the connection without waiting for that; what is still unanswered fails at once. */
    CompletableFuture<Void> close() {
        return connection.closeAsync();
    }
}
