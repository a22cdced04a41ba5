package io.github.cachestarter.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * One connection to Redis, or one set of connections to a cluster, that commands can be sent through. It is never
 * repaired: a broken one is replaced. Thread-safe.
 */
final class Link {

    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;

    Link(StatefulConnection<byte[], byte[]> connection, RedisClusterAsyncCommands<byte[], byte[]> commands) {
        this.connection = connection;
        this.commands = commands;
    }

    /** The commands; every one of them is sent at once and answers later. */
    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return commands;
    }

    /** Whether the connection stands, as far as the operating system knows. */
    boolean isOpen() {
        return connection.isOpen();
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

    /** Closes the connection without waiting for that; what is still unanswered fails. */
    void close() {
        var ignored = connection.closeAsync();
    }
}
