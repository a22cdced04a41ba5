package io.github.cachestarter.invalidation;

import io.github.cachestarter.InvalidationListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the listeners in the order in which they came; one that throws is counted and stops nobody. Thread-safe. */
final class Listeners {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<InvalidationListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();

    void add(InvalidationListener listener) {
        listeners.add(listener);
    }

    void tell(Consumer<InvalidationListener> news) {
        for (InvalidationListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException | StackOverflowError ex) {
                failed(ex);
            }
        }
    }

    void failed(Throwable failure) {
        failures.incrementAndGet();
        log.debug("A listener failed when it was told of a change by another instance", failure);
    }

    long failures() {
        return failures.get();
    }
}
