package io.github.cachestarter.load;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A loader that has read its source and does not come back before the test says so. */
final class HeldLoader implements Callable<Object> {

    private final Supplier<?> source;
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    HeldLoader(AtomicInteger database) {
        this(database::get);
    }

    HeldLoader(Supplier<?> source) {
        this.source = source;
    }

    @Override
    public Object call() throws InterruptedException {
        calls.incrementAndGet();
        Object value = source.get();
        read.countDown();
        if (!release.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the test never let this loader go");
        }
        return value;
    }

    int calls() {
        return calls.get();
    }

    void awaitRead() {
        try {
            if (!read.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the loader was not called");
            }
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    void letGo() {
        release.countDown();
    }
}
