package io.github.cachestarter.codec.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One decoding under way: the parser and the objects made so far, numbered as {@link StateWriter} numbers them. Strict:
 * nothing is coerced, whatever does not fit is an {@link IllegalStateException}.
 *
 * <p>Why filling is deferred: a hash or sorted container calls its elements' {@code hashCode} or {@code compareTo}, which
 * may read an object around it that is not complete yet (a child's hash reads its parent's id). Such a container would
 * come back corrupt: {@code contains} false for what it holds. So an element that refers to an open object is put in only
 * when the outermost of these is complete.
 */
final class StateReader {

    static final int NONE = Integer.MAX_VALUE;

    private final JsonParser json;
    private @Nullable Object[] objects = {};
    private final List<@Nullable Deferred> deferred = new ArrayList<>(0);
    private int count;
    private boolean[] complete = {};
    private int lowestOpen = NONE;
    private int deferredUntil = NONE;

    StateReader(JsonParser json) {
        this.json = json;
    }

    JsonParser json() {
        return json;
    }

    JsonToken token() {
        JsonToken token = json.currentToken();
        if (token == null) {
            throw new IllegalStateException("The payload ends too early");
        }
        return token;
    }

    JsonToken next() {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw new IllegalStateException("The payload ends too early");
        }
        return token;
    }

    void require(JsonToken token) {
        if (json.currentToken() != token) {
            throw new IllegalStateException("The payload has " + json.currentToken() + " where " + token + " belongs");
        }
    }

    /** Reads the end of an array. */
    void end() {
        next();
        require(JsonToken.END_ARRAY);
    }

    int nextIndex(int bound) {
        next();
        require(JsonToken.VALUE_NUMBER_INT);
        int index = json.getIntValue();
        if (index < 0 || index >= bound) {
            throw new IllegalStateException("The payload has the type id " + index + " of only " + bound);
        }
        return index;
    }

    int enter() {
        if (count == objects.length) {
            objects = Arrays.copyOf(objects, count * 2 + 16);
            complete = Arrays.copyOf(complete, objects.length);
        }
        return count++;
    }

    /** An object is there, but its contents are not. */
    void created(int number, Object value) {
        objects[number] = value;
    }

    void leave(int number, Object value) {
        objects[number] = value;
        complete[number] = true;
        if (deferredUntil != NONE) {
            fill(number);
        }
    }

    Object reference(Class<?> type) {
        int number = json.getIntValue();
        Object value = number >= 0 && number < count ? objects[number] : null;
        if (value == null || !type.isInstance(value)) {
            throw new IllegalStateException("The payload refers to object " + number + ", which is none of its type");
        }
        lowestOpen = Math.min(lowestOpen, complete[number] ? deferredUntil : number);
        return value;
    }

    /** Begins the elements of a hash or sorted container; the answer goes to {@link #endHashed}. */
    int beginHashed() {
        int outer = lowestOpen;
        lowestOpen = NONE;
        return outer;
    }

    /** Whether an element read since {@link #beginHashed} refers to an object that is open around the container. */
    boolean refersOut(int number) {
        return lowestOpen <= number;
    }

    /** Ends the elements; what fills in the rest runs as soon as what they refer to is complete. */
    void endHashed(int outer, int number, @Nullable Runnable rest) {
        int lowest = lowestOpen;
        lowestOpen = Math.min(outer, lowest);
        if (rest == null) {
            return;
        }
        deferred.add(new Deferred(lowest, rest));
        deferredUntil = Math.min(deferredUntil, lowest);
    }

    private void fill(int number) {
        int until = NONE;
        for (int i = 0; i < deferred.size(); i++) {
            Deferred filling = deferred.get(i);
            if (filling == null) {
                continue;
            }
            if (filling.until >= number) {
                deferred.set(i, null);
                filling.action.run();
            } else {
                until = Math.min(until, filling.until);
            }
        }
        deferredUntil = until;
    }

    private record Deferred(int until, Runnable action) {}
}
