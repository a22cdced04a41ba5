package io.github.cachestarter.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One connection to Redis, or one set of connections to a cluster, that commands can be sent through. It is never
 * repaired: a broken one is replaced. Thread-safe.
 */
final class Link {

    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final Supplier<List<CompletableFuture<ServerNode>>> nodes;

    private Link(
            StatefulConnection<byte[], byte[]> connection,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            Supplier<List<CompletableFuture<ServerNode>>> nodes) {
        this.connection = connection;
        this.commands = commands;
        this.nodes = nodes;
    }

    /** A connection to one server. */
    static Link to(StatefulRedisConnection<byte[], byte[]> connection, String address) {
        RedisAsyncCommands<byte[], byte[]> commands = connection.async();
        ServerNode node = new ServerNode(address, commands);
        return new Link(connection, commands, () -> List.of(CompletableFuture.completedFuture(node)));
    }

    /** Connections to all primaries of a cluster. */
    static Link to(StatefulRedisClusterConnection<byte[], byte[]> connection) {
        return new Link(
                connection,
                connection.async(),
                () -> connection.getPartitions().stream()
                        .filter(node ->
                                node.is(NodeFlag.UPSTREAM) && !node.getSlots().isEmpty())
                        .map(node -> connection
                                .getConnectionAsync(node.getNodeId())
                                .thenApply(to -> {
                                    String address = node.getUri().getHost() + ":"
                                            + node.getUri().getPort();
                                    return new ServerNode(address, to.async());
                                }))
                        .toList());
    }

    /** The servers behind this link: the one, or all primaries of a cluster. */
    List<CompletableFuture<ServerNode>> nodes() {
        return nodes.get();
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
