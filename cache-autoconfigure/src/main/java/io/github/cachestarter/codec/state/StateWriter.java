package io.github.cachestarter.codec.state;

import java.util.Arrays;
import tools.jackson.core.JsonGenerator;

/**
 * One encoding under way: the generator and the objects seen so far.
 *
 * <p>Objects are numbered in the order in which they begin, by writer and reader alike, so that a number need not be
 * written with the object. A second meeting writes the number. Two meetings cannot be kept and are refused: one with an
 * object that the reader will make only after its contents (a record, {@code List.of}), and one below a hash or sorted
 * container that would then be handed, still empty, to a constructor (see {@link StateReader} for why it is empty).
 */
final class StateWriter {

    private static final int NONE = Integer.MAX_VALUE;
    private static final int FIRST_SIZE = 32;
    private static final String CYCLE_REMEDY =
            "Map the object to a record or DTO without the reference back, or make the class a bean with a constructor"
                    + " without arguments";

    private final JsonGenerator json;
    private Object[] keys = {};
    private int[] numbers = {};
    private int[] openLate = {};
    private int openLates;
    private boolean[] open = {};
    private int count;
    private int lowestOpen = NONE;
    private int deferredUntil = NONE;

    StateWriter(JsonGenerator json) {
        this.json = json;
    }

    JsonGenerator json() {
        return json;
    }

    /** Begins an object. Negative: it was there before, and a reference has been written. */
    int enter(Object value, boolean late) {
        if (count * 2 >= keys.length) {
            grow();
        }
        int place = place(keys, value);
        if (keys[place] == value) {
            reference(numbers[place]);
            return -1;
        }
        int number = count++;
        keys[place] = value;
        numbers[place] = number;
        open[number] = true;
        if (late) {
            if (openLates == openLate.length) {
                openLate = Arrays.copyOf(openLate, openLates * 2 + 8);
            }
            openLate[openLates++] = number;
        }
        return number;
    }

    /** Ends an object. */
    void leave(int number) {
        open[number] = false;
        if (openLates > 0 && openLate[openLates - 1] == number) {
            openLates--;
        }
        if (deferredUntil == number) {
            deferredUntil = NONE;
        }
    }

    /** Begins the elements of a hash or sorted container; the answer goes to {@link #endHashed}. */
    int beginHashed() {
        int outer = lowestOpen;
        lowestOpen = NONE;
        return outer;
    }

    /** Ends the elements of a hash or sorted container. */
    void endHashed(int outer, int number, boolean late) {
        int lowest = lowestOpen;
        if (lowest <= number) {
            if (late || (openLates > 0 && openLate[openLates - 1] > lowest)) {
                throw new Refusal(
                        "a set or map holds an object that refers back to an object around it, and one between them is"
                                + " made by its constructor",
                        CYCLE_REMEDY);
            }
            deferredUntil = Math.min(deferredUntil, lowest);
        }
        lowestOpen = Math.min(outer, lowest);
    }

    private void reference(int number) {
        for (int i = 0; i < openLates; i++) {
            if (openLate[i] == number) {
                throw new Refusal("an object that is made by its constructor refers to itself", CYCLE_REMEDY);
            }
        }
        lowestOpen = Math.min(lowestOpen, open[number] ? number : deferredUntil);
        json.writeNumber(number);
    }

    private static int place(Object[] keys, Object value) {
        int mask = keys.length - 1;
        int hash = System.identityHashCode(value);
        int place = (hash ^ (hash >>> 15)) & mask;
        while (keys[place] != null && keys[place] != value) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        Object[] newKeys = new Object[Math.max(FIRST_SIZE, keys.length * 4)];
        int[] newNumbers = new int[newKeys.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != null) {
                int place = place(newKeys, keys[i]);
                newKeys[place] = keys[i];
                newNumbers[place] = numbers[i];
            }
        }
        keys = newKeys;
        numbers = newNumbers;
        open = Arrays.copyOf(open, newKeys.length / 2);
    }
}
