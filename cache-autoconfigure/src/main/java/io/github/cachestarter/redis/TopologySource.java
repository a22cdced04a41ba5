package io.github.cachestarter.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Asks the nodes of a cluster who has which slots: two of those that there is a connection to, in turns, and if none of
 * them answers, every node that was ever heard of and the configured ones, over a connection that is closed again.
 */
final class TopologySource {

    private static final int AT_ONCE = 2;

    private final Client client;
    private final List<RedisURI> seeds;
    private final Duration patience;
    private final Timer timer;
    private final Predicate<RedisClusterNode> wanted;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * @param seeds the configured nodes
     * @param patience how long one node may take
     * @param wanted what the application lets its own client see
     */
    TopologySource(
            Client client, List<RedisURI> seeds, Duration patience, Timer timer, Predicate<RedisClusterNode> wanted) {
        this.client = client;
        this.seeds = seeds;
        this.patience = patience;
        this.timer = timer;
        this.wanted = wanted;
    }

    /** Opens a connection to a node, with the login and TLS of the configured ones. */
    CompletableFuture<Link> open(String address) {
        RedisURI uri = RedisURI.builder(seeds.get(0)).build();
        int colon = address.lastIndexOf(':');
        uri.setHost(address.substring(0, colon));
        uri.setPort(Integer.parseInt(address.substring(colon + 1)));
        return client.open(uri);
    }

    /**
     * Asks. Called on the timer.
     *
     * @param links connections that work
     * @param others addresses of all nodes that were heard of
     * @return the newest view; fails if nobody answers, in bounded time for each node
     */
    CompletableFuture<Topology> ask(List<Link> links, List<String> others) {
        int first = turn.getAndIncrement();
        List<CompletableFuture<Optional<Topology>>> asked = links.stream()
                .skip(links.isEmpty() ? 0 : Math.floorMod(first, links.size()))
                .limit(AT_ONCE)
                .map(link -> view(link).thenApply(Optional::of).exceptionally(failure -> Optional.empty()))
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenCompose(all -> asked.stream()
                        .flatMap(view -> view.join().stream())
                        .max(Comparator.comparingLong(Topology::epoch))
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> askStrangers(addresses(others))));
    }

    private Deque<String> addresses(List<String> others) {
        Deque<String> all = new ArrayDeque<>(others);
        seeds.forEach(seed -> all.add(seed.getHost() + ":" + seed.getPort()));
        return all;
    }

    private CompletableFuture<Topology> askStrangers(Deque<String> addresses) {
        String address = addresses.poll();
        if (address == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("No node answers"));
        }
        CompletableFuture<Topology> answer = new CompletableFuture<>();
        // Off a connection's thread: a host name may have to be resolved.
        timer.soon(() -> {
            var ignored = viewOf(address)
                    .exceptionallyCompose(failure -> askStrangers(addresses))
                    .whenComplete((view, failure) -> {
                        if (failure == null) {
                            answer.complete(view);
                        } else {
                            answer.completeExceptionally(failure);
                        }
                    });
        });
        return answer;
    }

    private CompletableFuture<Topology> viewOf(String address) {
        try {
            return open(address)
                    .thenCompose(link -> view(link).whenComplete((view, failure) -> {
                        var ignored = link.close();
                    }));
        } catch (RuntimeException | Error ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private CompletableFuture<Topology> view(Link link) {
        return link.commands()
                .clusterNodes()
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(reply -> Topology.parse(reply, link.address(), wanted));
    }
}
