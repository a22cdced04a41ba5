package io.github.cachestarter.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a database that unlinks every key of a pattern: {@code SCAN}, {@code UNLINK}, a pause as long as
 * both took, and on. The pause leaves the server at least half of its time for everybody else.
 */
final class Unlinking {

    private static final int BATCH = 500;

    private final Calls calls;
    private final Duration timeout;
    private final Link link;
    private final ScanArgs scan;
    private final Function<List<byte[]>, CompletableFuture<Long>> unlinker;
    private final CompletableFuture<Long> result = new CompletableFuture<>();

    // Touched by one step at a time, each of which happens before the next.
    private long unlinked;

    private Unlinking(
            Calls calls,
            Duration timeout,
            Link link,
            byte[] pattern,
            Function<List<byte[]>, CompletableFuture<Long>> unlinker) {
        this.calls = calls;
        this.timeout = timeout;
        this.link = link;
        this.scan = ScanArgs.Builder.matches(pattern).limit(BATCH);
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
            byte[] pattern,
            Function<List<byte[]>, CompletableFuture<Long>> unlinker) {
        Unlinking walk = new Unlinking(calls, timeout, link, pattern, unlinker);
        walk.step(ScanCursor.INITIAL);
        return walk.result;
    }

    private void step(ScanCursor from) {
        long begin = calls.nanoTime().getAsLong();
        try {
            bounded(link.commands().scan(from, scan).toCompletableFuture(), found -> unlink(found, begin));
        } catch (RuntimeException ex) {
            result.completeExceptionally(ex);
        }
    }

    private void unlink(KeyScanCursor<byte[]> found, long begin) {
        List<byte[]> keys = found.getKeys();
        if (keys.isEmpty()) {
            goOn(found, begin);
            return;
        }
        bounded(unlinker.apply(keys), count -> {
            unlinked += count;
            goOn(found, begin);
        });
    }

    private void goOn(KeyScanCursor<byte[]> reached, long begin) {
        if (reached.isFinished()) {
            result.complete(unlinked);
        } else if (!result.isDone()) {
            calls.timer().after(calls.since(begin), () -> step(reached));
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
        } catch (RuntimeException ex) {
            result.completeExceptionally(ex);
        }
    }
}
