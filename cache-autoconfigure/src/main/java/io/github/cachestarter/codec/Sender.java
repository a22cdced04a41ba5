package io.github.cachestarter.codec;

import java.util.function.LongSupplier;

/**
 * Who this instance says it is in its {@link Announcement}s. It ignores its own, since an own change is in the local tier by
 * the time its caller goes on, and in the right order.
 *
 * <p>That is so for changes that were acknowledged. One that failed may still run, at any later time, and then changes
 * Redis behind this instance's back. So with every failed change the instance takes another name, and what arrives under an
 * earlier one is heard like anybody's. The changes that are under way at that moment are too, which costs a miss at most.
 *
 * <p>Thread-safe.
 */
public final class Sender {

    private final LongSupplier random;
    private volatile long id;

    /** @param random gives names that no other instance has */
    public Sender(LongSupplier random) {
        this.random = random;
        this.id = random.getAsLong();
    }

    /** What to announce a change with that is sent now. */
    public long id() {
        return id;
    }

    /** Whether this is who we are. */
    public boolean is(long sender) {
        return sender == id;
    }

    /** A change may have been made or may be made later, nobody knows. */
    public void unacknowledged() {
        id = random.getAsLong();
    }
}
