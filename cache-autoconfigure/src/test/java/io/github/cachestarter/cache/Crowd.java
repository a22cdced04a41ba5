package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A hundred threads that call at the same time, with a load that ends only after all of them have called. */
final class Crowd {

    private static volatile CountDownLatch called = new CountDownLatch(0);

    private final List<CompletableFuture<Object>> results = new ArrayList<>();

    static Crowd ofHundred(Callable<?> call) {
        Crowd crowd = new Crowd();
        called = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            CompletableFuture<Object> result = new CompletableFuture<>();
            crowd.results.add(result);
            Thread thread = new Thread(() -> {
                called.countDown();
                try {
                    result.complete(call.call());
                } catch (Throwable ex) {
                    result.completeExceptionally(ex);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        return crowd;
    }

    /** To be called by the load. */
    static void everybodyIsHere() {
        try {
            assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    void allGet(Object expected) {
        for (CompletableFuture<Object> result : results) {
            assertThat(result).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(expected);
        }
    }
}
