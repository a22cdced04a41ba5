package io.github.cachestarter.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One connection to Redis, or one set of connections to a cluster, that commands can be sent through. It is never
 * repaired: a broken one is replaced. Thread-safe.
 */
final class Link {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String name = "connection " + NUMBERS.incrementAndGet();
    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final Supplier<List<CompletableFuture<ServerNode>>> nodes;
    private final Supplier<Set<String>> primaries;
    private final Function<byte[], ServerClock> clocks;

    private Link(
            StatefulConnection<byte[], byte[]> connection,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            Supplier<List<CompletableFuture<ServerNode>>> nodes,
            Supplier<Set<String>> primaries,
            Function<byte[], ServerClock> clocks) {
        this.connection = connection;
        this.commands = commands;
        this.nodes = nodes;
        this.primaries = primaries;
        this.clocks = clocks;
    }

    /**
     * A connection to one server.
     *
     * @param uri leads to this server and no other
     */
    static Link to(StatefulRedisConnection<byte[], byte[]> connection, String address, RedisURI uri) {
        RedisAsyncCommands<byte[], byte[]> commands = connection.async();
        ServerNode node = new ServerNode(address, uri, commands);
        ServerClock clock = new ServerClock(address, commands::time);
        Set<String> primary = Set.of(address);
        return new Link(
                connection,
                commands,
                () -> List.of(CompletableFuture.completedFuture(node)),
                () -> primary,
                key -> clock);
    }

    /** Connections to all primaries of a cluster. */
    static Link to(StatefulRedisClusterConnection<byte[], byte[]> connection) {
        return new Link(
                connection,
                connection.async(),
                () -> primariesOf(connection)
                        .map(node -> connection
                                .getConnectionAsync(node.getNodeId())
                                .thenApply(to -> {
                                    String address = node.getUri().getHost() + ":"
                                            + node.getUri().getPort();
                                    return new ServerNode(address, node.getUri(), to.async());
                                }))
                        .toList(),
                () -> primariesOf(connection)
                        .map(node -> node.getNodeId() + " " + node.getUri().getHost() + ":"
                                + node.getUri().getPort())
                        .collect(Collectors.toUnmodifiableSet()),
                key -> clockOfSlot(connection, SlotHash.getSlot(key)));
    }

    private static Stream<RedisClusterNode> primariesOf(StatefulRedisClusterConnection<byte[], byte[]> connection) {
        return connection.getPartitions().stream()
                .filter(node -> node.is(NodeFlag.UPSTREAM) && !node.getSlots().isEmpty());
    }

    private static ServerClock clockOfSlot(StatefulRedisClusterConnection<byte[], byte[]> connection, int slot) {
        RedisClusterNode node = connection.getPartitions().getMasterBySlot(slot);
        if (node == null) {
            return new ServerClock("", () -> {
                throw new PartitionSelectorException(
                        "No node of the cluster has the slot " + slot, connection.getPartitions());
            });
        }
        return new ServerClock(
                node.getNodeId(),
                () -> connection
                        .getConnectionAsync(node.getNodeId())
                        .thenCompose(to -> to.async().time()));
    }

    /** The servers behind this link: the one, or all primaries of a cluster. */
    List<CompletableFuture<ServerNode>> nodes() {
        return nodes.get();
    }

    /** Names the servers behind this link, as far as is known without asking; in a cluster that may change. */
    Set<String> primaries() {
        return primaries.get();
    }

    /** The commands; every one of them is sent at once and answers later. */
    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return commands;
    }

    /** The clock of the server that has this key. */
    ServerClock clock(byte[] key) {
        ServerClock clock = clocks.apply(key);
        return new ServerClock(name + " " + clock.name(), clock.time());
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

    /**
     * A server's clock.
     *
     * @param name tells it from others: neither another node nor another connection has the same
     * @param time asks for seconds and microseconds
     */
    record ServerClock(String name, Supplier<? extends CompletionStage<List<byte[]>>> time) {}
}
