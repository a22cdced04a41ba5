package io.github.cachestarter.dropin.clinic;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Counts what ran: bodies of methods, and statements of SQL. Zero more after a call means that it was a hit. */
@Component
public class Loads {

    private final AtomicInteger count = new AtomicInteger();

    public void add() {
        count.incrementAndGet();
    }

    /** For loaders that are expressions. */
    public <T> T add(T value) {
        add();
        return value;
    }

    public int count() {
        return count.get();
    }
}
