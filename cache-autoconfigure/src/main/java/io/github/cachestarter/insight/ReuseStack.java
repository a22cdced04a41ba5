package io.github.cachestarter.insight;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys that were read, the latest last, in fixed memory: how many different ones were read since a key was read last is
 * its reuse distance, which is all that decides whether an LRU cache of a given size still has it.
 *
 * <p>Every read takes the next slot on a line; a key owns the slot of its latest read. A Fenwick tree over the line counts
 * owned slots, so a distance is found in the logarithm of the line's length. When the line is at its end, the keys are
 * moved together at its beginning, which costs a walk over twice as many slots as there may be keys, once in as many reads.
 * Not thread-safe.
 */
final class ReuseStack {

    private static final int FIRST_KEYS = 64;

    private final int mostKeys;
    private Slots slots = new Slots(FIRST_KEYS);
    private int next;
    private int keys;

    /** Creates an empty stack for so many keys; memory is taken as they come. */
    ReuseStack(int mostKeys) {
        this.mostKeys = mostKeys;
    }

    /** How many keys there are. */
    int keys() {
        return keys;
    }

    /** Whether no further key may be added before some were dropped. */
    boolean isFull() {
        return keys == mostKeys;
    }

    @Nullable
    ReadKey find(long id) {
        return slots.table[slots.place(id)];
    }

    /** How many other keys were read since this one was read last; it is the latest then. */
    int read(ReadKey key) {
        int distance = keys - slots.upTo(key.slot);
        slots.leave(key.slot);
        toEnd(key);
        return distance;
    }

    /** Adds a key that is not there, as the latest. There must be room: see {@link #isFull}. */
    void add(ReadKey key) {
        if (keys == slots.room()) {
            grow(Math.min(mostKeys, keys * 2));
        }
        slots.table[slots.place(key.id)] = key;
        keys++;
        toEnd(key);
    }

    /** Drops the keys that do not pass. */
    void keep(Predicate<ReadKey> passes) {
        next = slots.compact(passes);
        keys = next;
        slots.index();
    }

    /** How many keys pass. */
    int count(Predicate<ReadKey> passes) {
        return (int) Arrays.stream(slots.line)
                .filter(key -> key != null && passes.test(key))
                .count();
    }

    /** The mean of what is known of the sizes of the keys that pass; not a number if nothing is known. */
    double meanSize(Predicate<ReadKey> passes) {
        return Arrays.stream(slots.line)
                .filter(key -> key != null && key.size > 0 && passes.test(key))
                .mapToInt(key -> key.size)
                .average()
                .orElse(Double.NaN);
    }

    private void toEnd(ReadKey key) {
        if (next == slots.line.length) {
            next = slots.compact(each -> true);
        }
        key.slot = next++;
        slots.enter(key);
    }

    private void grow(int room) {
        Slots old = slots;
        slots = new Slots(room);
        System.arraycopy(old.line, 0, slots.line, 0, old.line.length);
        next = slots.compact(key -> true);
        slots.index();
    }

    /** A key that was read, by a hash of 64 bits: the key itself belongs to the application and is not held. */
    static final class ReadKey {

        final long id;
        final int hash;
        int size;
        long readAt;
        long loadedAt;
        private int slot;

        ReadKey(long id, int hash) {
            this.id = id;
            this.hash = hash;
        }
    }

    /** The line, its tree, and a table by which keys are found. */
    private static final class Slots {

        private final @Nullable ReadKey[] line;
        private final int[] tree;
        private final @Nullable ReadKey[] table;

        Slots(int room) {
            line = new ReadKey[room * 2];
            tree = new int[room * 2 + 1];
            table = new ReadKey[Integer.highestOneBit(room) * 2];
        }

        int room() {
            return line.length / 2;
        }

        /** Where the key is in the table, or belongs. */
        int place(long id) {
            int at = (int) id & (table.length - 1);
            ReadKey there = table[at];
            while (there != null && there.id != id) {
                at = (at + 1) & (table.length - 1);
                there = table[at];
            }
            return at;
        }

        void enter(ReadKey key) {
            line[key.slot] = key;
            change(key.slot, 1);
        }

        void leave(int slot) {
            line[slot] = null;
            change(slot, -1);
        }

        /** How many slots are owned up to this one, itself included. */
        int upTo(int slot) {
            int sum = 0;
            for (int i = slot + 1; i > 0; i -= i & -i) {
                sum += tree[i];
            }
            return sum;
        }

        /** Moves the keys that pass together at the beginning, in place. The first slot that is free then. */
        int compact(Predicate<ReadKey> passes) {
            Arrays.fill(tree, 0);
            int free = 0;
            for (int i = 0; i < line.length; i++) {
                ReadKey key = line[i];
                line[i] = null;
                if (key != null && passes.test(key)) {
                    key.slot = free++;
                    enter(key);
                }
            }
            return free;
        }

        /** Makes the table anew from the line. */
        void index() {
            Arrays.fill(table, null);
            for (ReadKey key : line) {
                if (key != null) {
                    table[place(key.id)] = key;
                }
            }
        }

        private void change(int slot, int by) {
            for (int i = slot + 1; i < tree.length; i += i & -i) {
                tree[i] += by;
            }
        }
    }
}
