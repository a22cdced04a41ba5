package io.github.cachestarter.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a database that unlinks the dead keys of a pattern: {@code SCAN}, a {@code GETRANGE} for each key in one
 * go, {@code UNLINK}, a pause of {@value #PAUSES} times what all that took, and on: the server has most of its time for
 * everybody else, and a server that is slow for whatever reason is left alone for longer. A batch that takes longer than
 * the timeout ends the walk.
 */
final class Unlinking {

    private static final int BATCH = 200;
    private static final int PAUSES = 3;

    private final Calls calls;
    private final Duration timeout;
    private final Link link;
    private final Sweep sweep;
    private final ScanArgs scan;
    private final Function<List<byte[]>, CompletableFuture<Long>> unlinker;
    private final CompletableFuture<Long> result = new CompletableFuture<>();

    // Touched by one step at a time, each of which happens before the next.
    private long unlinked;

    private Unlinking(
            Calls calls,
            Duration timeout,
            Link link,
            Sweep sweep,
            Function<List<byte[]>, CompletableFuture<Long>> unlinker) {
        this.calls = calls;
        this.timeout = timeout;
        this.link = link;
        this.sweep = sweep;
        this.scan = ScanArgs.Builder.matches(sweep.pattern()).limit(BATCH);
        this.unlinker = unlinker;
    }

    /**
     * Starts a walk through the server of this connection; every batch has this much time.
     *
     * @param unlinker unlinks the keys of a batch and tells how many were there
     * @return how many keys were unlinked; complete it from outside to stop the walk
     */
    static CompletableFuture<Long> start(
            Calls calls,
            Duration timeout,
            Link link,
            Sweep sweep,
            Function<List<byte[]>, CompletableFuture<Long>> unlinker) {
        Unlinking walk = new Unlinking(calls, timeout, link, sweep, unlinker);
        walk.step(ScanCursor.INITIAL);
        return walk.result;
    }

    private void step(ScanCursor from) {
        long begin = calls.nanoTime().getAsLong();
        try {
            bounded(link.commands().scan(from, scan).toCompletableFuture(), found -> unlink(found, begin));
        } catch (RuntimeException | Error ex) {
            result.completeExceptionally(ex);
        }
    }

    private void unlink(KeyScanCursor<byte[]> found, long begin) {
        List<byte[]> keys = found.getKeys();
        if (keys.isEmpty()) {
            goOn(found, begin);
            return;
        }
        bounded(dead(keys), dead -> {
            if (dead.isEmpty()) {
                goOn(found, begin);
                return;
            }
            bounded(unlinker.apply(dead), count -> {
                unlinked += count;
                goOn(found, begin);
            });
        });
    }

    private CompletableFuture<List<byte[]>> dead(List<byte[]> keys) {
        List<CompletableFuture<byte @Nullable []>> heads =
                keys.stream().map(this::dead).toList();
        return CompletableFuture.allOf(heads.toArray(CompletableFuture[]::new))
                .thenApply(all -> heads.stream()
                        .map(CompletableFuture::join)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** The key if its value is dead; null: it is not, or nothing could be seen of it. */
    private CompletableFuture<byte @Nullable []> dead(byte[] key) {
        return link.commands()
                .getrange(key, 0, sweep.head() - 1)
                .toCompletableFuture()
                .handle((head, failure) -> head != null && sweep.dead().test(head) ? key : null);
    }

    private void goOn(KeyScanCursor<byte[]> reached, long begin) {
        if (reached.isFinished() || !sweep.goOn().getAsBoolean()) {
            result.complete(unlinked);
        } else if (!result.isDone()) {
            calls.timer().after(calls.since(begin).multipliedBy(PAUSES), () -> step(reached));
        }
    }

    private <T> void bounded(CompletableFuture<T> command, Consumer<T> next) {
        TimeoutException late = new TimeoutException("no reply to a batch within " + timeout.toMillis() + " ms");
        Timer.Task end = calls.timer().after(timeout, () -> command.completeExceptionally(late));
        var ignored = command.whenComplete((value, failure) -> {
            end.cancel();
            proceed(value, failure, next);
        });
    }

    private <T> void proceed(@Nullable T value, @Nullable Throwable failure, Consumer<T> next) {
        if (failure != null || value == null) {
            result.completeExceptionally(failure == null ? new IllegalStateException("No reply to a batch") : failure);
            return;
        }
        try {
            next.accept(value);
        } catch (RuntimeException | Error ex) {
            result.completeExceptionally(ex);
        }
    }
}
