package io.github.cachestarter.insight;

import io.github.cachestarter.RefusedValueException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many values of a cache were refused, and where in their classes the reason lies. The total counts all, the places
 * are bounded: {@value #MOST_PLACES} classes and fields are enough to work on. Thread-safe.
 */
final class Refusals {

    static final int MOST_PLACES = 20;

    private final LongAdder total = new LongAdder();
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    void add(RefusedValueException refusal) {
        total.increment();
        String where = refusal.where();
        Place place = places.get(where);
        if (place == null && places.size() < MOST_PLACES) {
            place = places.computeIfAbsent(
                    where, key -> new Place(String.valueOf(refusal.getMessage()), refusal.remedy()));
        }
        if (place != null) {
            place.count.increment();
        }
    }

    long total() {
        return total.sum();
    }

    /** The places, the most frequent first. */
    List<Refusal> places() {
        return places.entrySet().stream()
                .map(entry -> entry.getValue().named(entry.getKey()))
                .sorted(Comparator.comparingLong(Refusal::count).reversed().thenComparing(Refusal::where))
                .toList();
    }

    private static final class Place {

        private final LongAdder count = new LongAdder();
        private final String message;
        private final String remedy;

        Place(String message, String remedy) {
            this.message = message;
            this.remedy = remedy;
        }

        Refusal named(String where) {
            return new Refusal(where, message, remedy, count.sum());
        }
    }
}
