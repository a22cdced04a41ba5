package io.github.cachestarter.insight;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** A striped counter for each constant of an enum. Thread-safe: the map never changes after the construction. */
final class EnumCounters<E extends Enum<E>> {

    private final Class<E> type;
    private final Map<E, LongAdder> counters;

    EnumCounters(Class<E> type) {
        this.type = type;
        this.counters = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counters.put(constant, new LongAdder());
        }
    }

    void increment(E constant) {
        counter(constant).increment();
    }

    long sum(E constant) {
        return counter(constant).sum();
    }

    long total() {
        return counters.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The counters that are not zero, in the order of the constants. */
    Map<E, Long> nonZero() {
        Map<E, Long> result = new EnumMap<>(type);
        counters.forEach((constant, counter) -> result.put(constant, counter.sum()));
        result.values().removeIf(sum -> sum == 0);
        return Collections.unmodifiableMap(result);
    }

    @SuppressWarnings("NullAway") // every constant has one since the construction
    private LongAdder counter(E constant) {
        return counters.get(constant);
    }
}
