package io.github.cachestarter.insight;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The keys that occur most, in fixed memory: Space-Saving (A. Metwally, D. Agrawal, A. El Abbadi: Efficient Computation of
 * Frequent and Top-k Elements in Data Streams, ICDT 2005).
 *
 * <p>A key that has no counter takes over the smallest one, and goes on counting from it: it may have occurred that often,
 * unnoticed. So a counter is never too low, and too high by no more than it was when it was taken over; every key with a
 * larger share than one over the number of counters has one. The counters are a heap with the smallest on top. Not
 * thread-safe.
 */
final class SpaceSaving {

    private final int most;
    private final Map<Object, Counter> byKey = new HashMap<>();
    private final List<Counter> heap = new ArrayList<>();
    private double total;

    /** Creates an empty one with so many counters at most. */
    SpaceSaving(int most) {
        this.most = most;
    }

    /** Counts a key. */
    void add(Object key) {
        total++;
        Counter counter = byKey.get(key);
        if (counter == null) {
            counter = heap.size() < most ? another(key) : takenOver(key);
        }
        counter.count++;
        sink(counter);
    }

    /** Makes everything that was counted until now count half. */
    void halve() {
        total /= 2;
        for (Counter counter : heap) {
            counter.count /= 2;
            counter.tooHigh /= 2;
        }
    }

    /** What was counted in all. */
    double total() {
        return total;
    }

    /** The counters, the highest first. */
    Stream<Counter> top() {
        return heap.stream().sorted(Comparator.comparingDouble(counter -> -counter.count));
    }

    /** It begins at zero, which is less than any other: it rises to the root, or to another of zero. */
    private Counter another(Object key) {
        Counter counter = new Counter(key, heap.size());
        heap.add(counter);
        byKey.put(key, counter);
        while (counter.at > 0 && heap.get((counter.at - 1) / 2).count > counter.count) {
            swap(counter.at, (counter.at - 1) / 2);
        }
        return counter;
    }

    private Counter takenOver(Object key) {
        Counter smallest = heap.get(0);
        byKey.remove(smallest.key);
        smallest.key = key;
        smallest.tooHigh = smallest.count;
        byKey.put(key, smallest);
        return smallest;
    }

    private void sink(Counter counter) {
        int child = smallerChild(counter.at);
        while (child > 0 && heap.get(child).count < counter.count) {
            swap(counter.at, child);
            child = smallerChild(counter.at);
        }
    }

    /** 0: there is none. */
    private int smallerChild(int at) {
        int left = 2 * at + 1;
        if (left >= heap.size()) {
            return 0;
        }
        boolean right = left + 1 < heap.size() && heap.get(left + 1).count < heap.get(left).count;
        return right ? left + 1 : left;
    }

    private void swap(int one, int other) {
        Collections.swap(heap, one, other);
        heap.get(one).at = one;
        heap.get(other).at = other;
    }

    /** How often a key occurred: at most {@link #count}, and less by {@link #tooHigh} at most. */
    static final class Counter {

        private Object key;
        private double count;
        private double tooHigh;
        private int at;

        private Counter(Object key, int at) {
            this.key = key;
            this.at = at;
        }

        Object key() {
            return key;
        }

        double count() {
            return count;
        }

        double atLeast() {
            return count - tooHigh;
        }
    }
}
