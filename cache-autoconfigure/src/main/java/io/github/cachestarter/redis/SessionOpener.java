package io.github.cachestarter.redis;

import io.github.cachestarter.redis.ClusterWatch.View;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens one pub/sub connection to every primary that commands go to, all or none, and lets them pass only if the server on
 * the other side is the one behind the connection for commands, and a primary. An address may lead to several servers (a
 * balancer, a name with several addresses), and one that heard of no evictions would answer every PING. A server that does
 * not let us ask is believed.
 */
final class SessionOpener {

    private final Client client;
    private final Route route;
    private final Duration patience;
    private final Timer timer;

    /** @param patience how long an attempt may take */
    SessionOpener(Client client, Route route, Duration patience, Timer timer) {
        this.client = client;
        this.route = route;
        this.patience = patience;
        this.timer = timer;
    }

    /** Opens them; after a failure none is open. To be called on the timer's thread. */
    CompletableFuture<Opened> open(Links links) {
        Attempt attempt = new Attempt(links);
        CompletableFuture<Opened> result = new CompletableFuture<>();
        Timer.Task end = timer.after(
                patience,
                () -> result.completeExceptionally(
                        new TimeoutException("not connected within " + patience.toMillis() + " ms")));
        var ignored = attempt.run().whenComplete((opened, failure) -> {
            end.cancel();
            if (opened == null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(opened);
            }
        });
        return result.whenComplete((opened, failure) -> {
            if (failure != null) {
                attempt.giveUp();
            }
        });
    }

    /** Connections to all primaries, and what was known of these when they were opened. */
    record Opened(
            List<Link> nodes,
            List<StatefulRedisPubSubConnection<byte[], byte[]>> connections,
            @Nullable View view) {

        void close() {
            closeAll(connections);
        }
    }

    private final class Attempt {

        private final Links links;
        private final ConcurrentLinkedQueue<StatefulRedisPubSubConnection<byte[], byte[]>> opened =
                new ConcurrentLinkedQueue<>();
        private volatile boolean over;

        Attempt(Links links) {
            this.links = links;
        }

        CompletableFuture<Opened> run() {
            try {
                if (!route.isSharded()) {
                    return connected(null);
                }
                // The epoch first: what changes later is seen by the first look of the watch.
                return ClusterWatch.view(links.all().get(0).commands())
                        .thenCompose(view -> route.look().thenComposeAsync(looked -> connected(view), timer::soon));
            } catch (RuntimeException | Error ex) {
                return CompletableFuture.failedFuture(ex);
            }
        }

        private CompletableFuture<Opened> connected(@Nullable View view) {
            List<Link> nodes = links.all();
            if (!links.equals(route.links()) || (view != null && !view.isComplete(nodes.size()))) {
                throw new IllegalStateException("the cluster is changing: " + view);
            }
            List<CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>>> connections = nodes.stream()
                    .map(node -> connection(node).toCompletableFuture())
                    .toList();
            return CompletableFuture.allOf(connections.toArray(CompletableFuture[]::new))
                    .thenApply(all -> new Opened(
                            nodes,
                            connections.stream().map(CompletableFuture::join).toList(),
                            view));
        }

        private CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connection(Link node) {
            return client.openPubSub(node.uri()).thenCompose(connection -> {
                opened.add(connection);
                if (over) {
                    giveUp();
                }
                return info(connection.async().info())
                        .thenCombine(info(node.commands().info()), SessionOpener::requireSame)
                        .thenApply(same -> connection);
            });
        }

        void giveUp() {
            over = true;
            closeAll(opened);
        }
    }

    private static void closeAll(Collection<StatefulRedisPubSubConnection<byte[], byte[]>> connections) {
        connections.forEach(connection -> {
            var ignored = connection.closeAsync();
        });
    }

    private static CompletionStage<ServerInfo> info(CompletionStage<String> reply) {
        return reply.exceptionally(SessionOpener::untold).thenApply(ServerInfo::new);
    }

    private static String untold(Throwable failure) {
        if (RemoteFailures.unwrap(failure) instanceof RedisCommandExecutionException) {
            return "";
        }
        throw RemoteFailures.of(failure);
    }

    private static boolean requireSame(ServerInfo ours, ServerInfo commands) {
        if (ours.role().equals("replica")) {
            throw new IllegalStateException("this server is a replica");
        }
        boolean told =
                !ours.runId().equals(ServerFacts.UNKNOWN) && !commands.runId().equals(ServerFacts.UNKNOWN);
        if (told && !ours.runId().equals(commands.runId())) {
            throw new IllegalStateException("the address leads to more than one server");
        }
        return true;
    }
}
