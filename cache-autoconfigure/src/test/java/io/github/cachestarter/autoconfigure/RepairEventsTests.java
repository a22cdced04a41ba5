package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheRepairedEvent;
import io.github.cachestarter.CacheRepairsPendingEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RepairEventsTests {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final List<Object> published = new ArrayList<>();
    private final Queue<Runnable> notifier = new ArrayDeque<>();
    private final RepairEvents events = new RepairEvents(published::add, notifier::add, CLOCK, () -> 0);

    @Test
    void listeners_are_not_called_by_whoever_notices() {
        events.entered("products");
        events.entered("products");
        events.emptied(2);
        assertThat(published).isEmpty();

        notifier.forEach(Runnable::run);

        assertThat(published)
                .extracting(Object::getClass)
                .containsExactly(CacheRepairsPendingEvent.class, CacheRepairedEvent.class);
    }

    @Test
    void a_listener_that_fails_and_a_closed_notifier_disturb_nobody() {
        RepairEvents failing = new RepairEvents(
                event -> {
                    throw new IllegalStateException("listener");
                },
                Runnable::run,
                CLOCK,
                () -> 0);
        failing.entered("products");
        failing.emptied(1);
        RepairEvents closed = new RepairEvents(
                published::add,
                task -> {
                    throw new RejectedExecutionException();
                },
                CLOCK,
                () -> 0);

        closed.entered("products");

        assertThat(published).isEmpty();
    }
}
