package io.github.cachestarter.redis;

import io.github.cachestarter.redis.KeySample.SampledKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Draws random keys: {@code DBSIZE}, then {@code RANDOMKEY} as often as keys are wanted, and {@code MEMORY USAGE} and {@code
 * PTTL} for each, all sent at once. Of a cluster's primaries each gives as many as it has of all keys, so that every key is
 * as likely. None of these commands counts as a use of a key, and each looks at one key only; with 500 of them a server is
 * busy for about a millisecond.
 */
final class KeySampling {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What {@code PTTL} says of a key that is not there. */
    private static final long GONE = -2;

    private KeySampling() {}

    /** Draws so many keys, and looks at those that are ours; fails if a server refuses or does not answer in time. */
    static CompletableFuture<KeySample> take(Collection<Link> links, int keys, Predicate<byte[]> ours) {
        List<Link> servers = List.copyOf(links);
        return all(servers.stream()
                        .map(link -> link.commands().dbsize().toCompletableFuture())
                        .toList())
                .thenCompose(sizes -> draw(servers, sizes, keys, ours))
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<KeySample> draw(
            List<Link> servers, List<Long> sizes, int keys, Predicate<byte[]> ours) {
        long all = sizes.stream().mapToLong(Long::longValue).sum();
        List<CompletableFuture<@Nullable SampledKey>> draws = new ArrayList<>();
        for (int i = 0; i < servers.size() && all > 0; i++) {
            long share = Math.round((double) keys * sizes.get(i) / all);
            for (long draw = 0; draw < share; draw++) {
                draws.add(draw(servers.get(i), ours));
            }
        }
        return all(draws)
                .thenApply(drawn -> new KeySample(
                        all, drawn.stream().filter(Objects::nonNull).toList()));
    }

    private static CompletableFuture<@Nullable SampledKey> draw(Link link, Predicate<byte[]> ours) {
        return link.commands().randomkey().toCompletableFuture().thenCompose(key -> lookAt(link, key, ours));
    }

    /** Null: the key has gone since. */
    private static CompletableFuture<@Nullable SampledKey> lookAt(
            Link link, byte @Nullable [] key, Predicate<byte[]> ours) {
        if (key == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (!ours.test(key)) {
            return CompletableFuture.completedFuture(new SampledKey(key, 0, -1)); // it may not even be allowed to look
        }
        return link.commands()
                .memoryUsage(key)
                .toCompletableFuture()
                .thenCombine(
                        link.commands().pttl(key).toCompletableFuture(),
                        (bytes, ttl) -> bytes == null || ttl == GONE ? null : new SampledKey(key, bytes, ttl))
                .exceptionally(failure -> hidden(key, failure));
    }

    /** A key that belongs to others and may not be looked at counts all the same. */
    private static SampledKey hidden(byte[] key, Throwable failure) {
        String reason = String.valueOf(RemoteFailures.unwrap(failure).getMessage());
        if (reason.startsWith("NOPERM") && reason.contains(" key")) {
            return new SampledKey(key, 0, -1);
        }
        throw new CompletionException(failure);
    }

    private static <T extends @Nullable Object> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    List<T> results = new ArrayList<>();
                    futures.forEach(future -> results.add(future.join()));
                    return results;
                });
    }
}
