package io.github.cachestarter.codec.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which object of the original belongs to which of the copy: one to one where identity counts. Remembers what it learned
 * in which order, so that an attempt that failed can be taken back.
 */
final class Identities {

    private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Object> originals = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Object> compared = new IdentityHashMap<>();
    private final Deque<Change> log = new ArrayDeque<>();

    /** What meeting a pair means. */
    enum Meeting {
        /** Not met before: its content is to be compared. */
        FIRST,
        /** Compared already, or about to be. */
        KNOWN,
        /** One of the two belongs to a third. */
        CONFLICT
    }

    /** Meets a pair of objects whose identity counts. */
    Meeting meet(Object original, Object copy) {
        Object known = copies.get(original);
        if (known != null || originals.containsKey(copy)) {
            return known == copy ? Meeting.KNOWN : Meeting.CONFLICT;
        }
        put(copies, original, copy);
        put(originals, copy, original);
        return Meeting.FIRST;
    }

    /** Meets a pair of objects whose identity does not count: only saves work. */
    Meeting meetAgain(Object original, Object copy) {
        if (compared.get(original) == copy) {
            return Meeting.KNOWN;
        }
        put(compared, original, copy);
        return Meeting.FIRST;
    }

    int mark() {
        return log.size();
    }

    /** Forgets everything since the mark. */
    void undo(int mark) {
        while (log.size() > mark) {
            Change change = log.pop();
            if (change.before == null) {
                change.map.remove(change.key);
            } else {
                change.map.put(change.key, change.before);
            }
        }
    }

    private void put(IdentityHashMap<Object, Object> map, Object key, Object value) {
        log.push(new Change(map, key, map.put(key, value)));
    }

    private record Change(
            IdentityHashMap<Object, Object> map,
            Object key,
            @Nullable Object before) {}
}
