package io.github.cachestarter.history;

import io.github.cachestarter.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a history keeps a {@link Promise}. Versions of a key only grow, and a change writes its version to the
 * database before it tells the cache. So a value whose load began before a change has a lower version than the change,
 * and four rules say everything:
 *
 * <ol>
 *   <li>No read is older than a change that had returned normally, by the promised bound, when the read began. For a put
 *       this holds as for an evict: its claim was taken before its version existed, so what survives it is its own value
 *       or a newer one.
 *   <li>No read gives a version that nobody had begun to write when it ended.
 *   <li>No call throws.
 *   <li>When all is quiet again, every read gives what the database holds.
 * </ol>
 *
 * <p>What a change did that failed is not known: it demands nothing, and allows nothing.
 */
final class HistoryChecker {

    private final Promise promise;

    HistoryChecker(Promise promise) {
        this.promise = promise;
    }

    /** What the history breaks; empty: nothing. */
    List<Violation> check(List<Operation> history) {
        List<Violation> violations = new ArrayList<>();
        for (List<Operation> ofKey : byKey(history).values()) {
            List<Operation> changes = ofKey.stream()
                    .filter(operation -> !operation.isRead())
                    .sorted(Comparator.comparingLong(Operation::version).reversed())
                    .toList();
            for (Operation operation : ofKey) {
                if (operation.outcome() == Outcome.THREW) {
                    violations.add(new Violation("a call threw or gave a foreign value", operation, operation));
                } else if (operation.isRead()) {
                    check(operation, changes, violations);
                }
            }
        }
        return violations;
    }

    /** What reads in quiet times after a history break. The database's versions are by key. */
    static List<Violation> agreement(List<Operation> reads, List<Operation> history, long[] database) {
        return reads.stream()
                .filter(read -> read.outcome() != Outcome.DONE || read.version() != database[read.key()])
                .map(read -> new Violation("a read disagrees with the database", read, newest(history, read)))
                .toList();
    }

    private static Operation newest(List<Operation> history, Operation read) {
        return history.stream()
                .filter(operation -> !operation.isRead() && operation.key() == read.key())
                .max(Comparator.comparingLong(Operation::version))
                .orElse(read);
    }

    /** The newest changes come first, and only those that are newer than the read matter. */
    private void check(Operation read, List<Operation> changes, List<Violation> violations) {
        boolean written = read.version() == 0;
        for (Operation change : changes) {
            if (change.version() <= read.version()) {
                written |= change.version() == read.version() && change.start() <= read.end();
                break;
            }
            if (promise.binds(change, read) && read.start() - change.end() > promise.nanos(change, read)) {
                violations.add(new Violation("a read is too old", read, change));
                return;
            }
        }
        if (!written) {
            violations.add(new Violation("a read gave what nobody had written", read, read));
        }
    }

    private static Map<Integer, List<Operation>> byKey(List<Operation> history) {
        Map<Integer, List<Operation>> byKey = new HashMap<>();
        for (Operation operation : history) {
            byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
        }
        return byKey;
    }

    /** A broken promise: an operation, and the change that it had to know. */
    record Violation(String rule, Operation operation, Operation change) {

        @Override
        public String toString() {
            long origin = change.start();
            String late = operation.equals(change)
                    ? ""
                    : ", %.3f ms after the end of %s"
                            .formatted((operation.start() - change.end()) / 1e6, change.describe(origin));
            return rule + ": " + operation.describe(origin) + late;
        }
    }
}
