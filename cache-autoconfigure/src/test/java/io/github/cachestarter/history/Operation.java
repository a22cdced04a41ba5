package io.github.cachestarter.history;

/**
 * One operation on one key as its caller saw it. A clear is one operation per key.
 *
 * @param instance which instance's caller
 * @param version what a read returned, or what a change had written to the database before it told the cache; 0: none
 * @param start nanoseconds of the common monotonic clock, taken before the call
 * @param end the same, taken after it returned
 * @param outage whether the instance's breaker was open when the operation began or when it ended
 */
record Operation(
        Kind kind, int instance, int key, long version, long start, long end, Outcome outcome, boolean outage) {

    private static final String SEPARATOR = "\t";

    enum Kind {
        READ,
        EVICT,
        PUT,
        CLEAR
    }

    enum Outcome {
        /** It returned, and the cache reported nothing. */
        DONE,
        /** The cache reported a failure or a time-out while it ran: nobody knows whether it reached Redis. */
        UNKNOWN,
        /** It threw, or gave something that was never put in. */
        THREW
    }

    boolean isRead() {
        return kind == Kind.READ;
    }

    /** One line of text. */
    String line() {
        return String.join(
                SEPARATOR,
                kind.name(),
                String.valueOf(instance),
                String.valueOf(key),
                String.valueOf(version),
                String.valueOf(start),
                String.valueOf(end),
                outcome.name(),
                String.valueOf(outage));
    }

    /** The operation of such a line. */
    static Operation of(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        return new Operation(
                Kind.valueOf(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                Long.parseLong(parts[5]),
                Outcome.valueOf(parts[6]),
                Boolean.parseBoolean(parts[7]));
    }

    /** For people: times in milliseconds after the given one. */
    String describe(long origin) {
        return "%s %s of key %d by instance %d gave %d [%.3f..%.3f ms]%s"
                .formatted(
                        outcome,
                        kind,
                        key,
                        instance,
                        version,
                        (start - origin) / 1e6,
                        (end - origin) / 1e6,
                        outage ? " breaker open" : "");
    }
}
