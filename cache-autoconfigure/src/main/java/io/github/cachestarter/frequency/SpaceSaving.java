package io.github.cachestarter.frequency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that occur most, in fixed memory: Space-Saving (A. Metwally, D. Agrawal, A. El Abbadi: Efficient Computation of
 * Frequent and Top-k Elements in Data Streams, ICDT 2005).
 *
 * <p>A key that has no counter takes over the smallest one, and goes on counting from it: it may have occurred that often,
 * unnoticed. So a counter is never too low, and too high by no more than it was when it was taken over; every key with a
 * larger share than one over the number of counters has one. The counters are a heap with the smallest on top. Not
 * thread-safe.
 */
public final class SpaceSaving {

    private final int most;
    private final Map<Object, Counter> byKey = new HashMap<>();
    private final List<Counter> heap = new ArrayList<>();
    private double total;

    /** Creates an empty one with so many counters at most. */
    public SpaceSaving(int most) {
        this.most = most;
    }

    /** Counts a key once. */
    public void add(Object key) {
        add(key, 1);
    }

    /**
     * Counts a key that stands for so many.
     *
     * @param weight positive
     * @return the key that has no counter any more since this one took it over; null: none
     */
    public @Nullable Object add(Object key, double weight) {
        total += weight;
        Counter counter = byKey.get(key);
        Object displaced = null;
        if (counter == null) {
            displaced = heap.size() < most ? null : heap.get(0).key;
            counter = displaced == null ? another(key) : takenOver(key);
        }
        counter.count += weight;
        sink(counter);
        return displaced;
    }

    /** Forgets keys: their counters are free for others. */
    public void removeIf(Predicate<Object> forgotten) {
        List<Counter> kept =
                heap.stream().filter(counter -> !forgotten.test(counter.key)).toList();
        if (kept.size() == heap.size()) {
            return;
        }
        heap.clear();
        byKey.clear();
        // In order of their counts they are a heap as they stand.
        kept.stream().sorted(Comparator.comparingDouble(Counter::count)).forEach(counter -> {
            counter.at = heap.size();
            heap.add(counter);
            byKey.put(counter.key, counter);
        });
    }

    /** Makes everything that was counted until now count half. */
    public void halve() {
        total /= 2;
        for (Counter counter : heap) {
            counter.count /= 2;
            counter.tooHigh /= 2;
        }
    }

    /** What was counted in all. */
    public double total() {
        return total;
    }

    /** The counters, the highest first. */
    public Stream<Counter> top() {
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
    public static final class Counter {

        private Object key;
        private double count;
        private double tooHigh;
        private int at;

        private Counter(Object key, int at) {
            this.key = key;
            this.at = at;
        }

        /** What was counted. */
        public Object key() {
            return key;
        }

        /** How often at most. */
        public double count() {
            return count;
        }

        /** How often at least. */
        public double atLeast() {
            return count - tooHigh;
        }
    }
}
