package io.github.cachestarter.redis;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the replicas of one primary, many changes at a time, as a database writes one commit record for many
 * transactions: while one {@code WAIT} is under way, whoever comes joins the next one. However many callers there are, there is
 * one {@code WAIT} at a time on one connection of its own, and nobody waits longer than for the rest of one and for the next.
 *
 * <p>{@code WAIT} counts the replicas that have the last write <em>of its own connection</em>, and without one answers at
 * once. So each round writes a mark first: it extends the life of a key, or sets it. Extending is a write that a server
 * takes whose memory is full. Thread-safe.
 */
final class ReplicaRounds implements AutoCloseable {

    private static final Duration MARK_LIVES = Duration.ofMinutes(10);
    /** After so much more a connection counts as dead. */
    private static final long GRACE_MILLIS = 1_000;

    private static final byte[] MARK = "1".getBytes(StandardCharsets.US_ASCII);

    private final LinkSource source;
    private final byte[] mark;
    private final int enough;
    private final Calls calls;

    // Guarded by this.
    private List<Waiter> waiters = new ArrayList<>();
    private boolean running;
    private boolean closed;
    private @Nullable CompletableFuture<Link> connection;

    /**
     * @param source opens connections to the primary
     * @param mark a key that this primary has
     * @param enough how many replicas are waited for
     */
    ReplicaRounds(LinkSource source, byte[] mark, int enough, Calls calls) {
        this.source = source;
        this.mark = mark;
        this.enough = enough;
        this.calls = calls;
    }

    /** Joins the next round: true once so many replicas have all that was acknowledged before this call, false: too few. */
    CompletableFuture<Boolean> next(Duration atMost) {
        Waiter waiter = new Waiter(calls.nanoTime().getAsLong() + atMost.toNanos(), new CompletableFuture<>());
        boolean begins;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the connection was closed"));
            }
            waiters.add(waiter);
            begins = !running;
            running = true;
        }
        if (begins) {
            calls.timer().soon(this::round);
        }
        return waiter.enough();
    }

    private void round() {
        List<Waiter> together;
        synchronized (this) {
            together = waiters;
            waiters = new ArrayList<>();
            running = !together.isEmpty();
        }
        if (!together.isEmpty()) {
            var ignored = waited(together).whenComplete((replicas, failure) -> {
                if (replicas == null) {
                    reconnect();
                    together.forEach(waiter -> waiter.enough().completeExceptionally(RemoteFailures.of(failure)));
                } else {
                    together.forEach(waiter -> waiter.enough().complete(replicas >= enough));
                }
                round();
            });
        }
    }

    private CompletionStage<Long> waited(List<Waiter> together) {
        try {
            return connected().thenCompose(link -> waited(link.commands(), together));
        } catch (RuntimeException | Error ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private CompletionStage<Long> waited(RedisAsyncCommands<byte[], byte[]> commands, List<Waiter> together) {
        long now = calls.nanoTime().getAsLong();
        long longest = together.stream()
                .mapToLong(waiter -> waiter.deadline() - now)
                .max()
                .orElse(0);
        // Zero would mean for ever.
        long millis = Math.max(1, longest / 1_000_000);
        CompletionStage<Boolean> extended = commands.pexpire(mark, MARK_LIVES);
        CompletionStage<String> set =
                commands.set(mark, MARK, SetArgs.Builder.nx().px(MARK_LIVES));
        CompletionStage<Long> counted = commands.waitForReplication(enough, millis);
        // Without a mark the count would be that of an older write. Full memory refuses the second way to make one, not
        // the first.
        return extended.thenCompose(done -> done ? CompletableFuture.completedStage("OK") : set)
                .thenCombine(counted, (marked, replicas) -> replicas)
                .toCompletableFuture()
                .orTimeout(millis + GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized CompletableFuture<Link> connected() {
        if (closed) {
            throw new IllegalStateException("the connection was closed");
        }
        if (connection == null) {
            connection = source.open();
        }
        return connection;
    }

    private void reconnect() {
        CompletableFuture<Link> last;
        synchronized (this) {
            last = connection;
            connection = null;
        }
        if (last != null) {
            var ignored = last.thenCompose(Link::close);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        reconnect();
    }

    private record Waiter(long deadline, CompletableFuture<Boolean> enough) {}
}
