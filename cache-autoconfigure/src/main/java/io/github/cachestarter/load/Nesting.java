package io.github.cachestarter.load;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A load, to be carried along to the calls that are made for it where its thread is not: in Reactor's context, for example. A
 * call that is known to be nested in a load takes no place of {@code load-limit}, because that one has a place and waits for it,
 * and it does not wait for that one's flight. Immutable.
 */
public final class Nesting {

    private final Flight flight;

    private Nesting(Flight flight) {
        this.flight = flight;
    }

    /** The load whose loader the current thread is running, the innermost if there are several; null: none. */
    public static @Nullable Nesting current() {
        Flight flight = WaitGraph.current();
        return flight == null ? null : new Nesting(flight);
    }

    /** Makes a call as if on a thread that runs this load. */
    public <T extends @Nullable Object> T call(Supplier<T> action) {
        Flight outer = WaitGraph.current();
        WaitGraph.current(flight);
        try {
            return action.get();
        } finally {
            WaitGraph.current(outer);
        }
    }
}
