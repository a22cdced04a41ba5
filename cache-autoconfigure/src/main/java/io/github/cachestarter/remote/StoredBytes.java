package io.github.cachestarter.remote;

import io.github.cachestarter.Token;
import io.github.cachestarter.remote.RemoteStore.Reply;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What lies in an entry's key, told by its first byte: {@code V} an entry, {@code C} the same with a claim appended (token
 * and deadline, the last 24 bytes), {@code L} or {@code W} and a token: a lease, in the second case with waiters. Bytes 4
 * to 11 of an entry are its identity. {@code E} and {@code F} are the same two, evicted: nothing to those who read, but for a
 * load that fails. Anything else is foreign and counts as nothing. The scripts know the same layout.
 */
final class StoredBytes {

    static final int IDENTITY_AT = 4;
    static final int MIN_VALUE = IDENTITY_AT + Long.BYTES;
    static final int LEASE = 1 + Token.BYTES;
    static final int CLAIM = Token.BYTES + Long.BYTES;

    private static final Reply ABSENT = new Reply.Absent();
    private static final Reply BUSY = new Reply.Busy(0);

    private StoredBytes() {}

    static Reply reply(byte @Nullable [] stored) {
        if (stored == null) {
            return ABSENT;
        }
        if (isValue(stored)) {
            return new Reply.Value(stored);
        }
        if (isEvicted(stored)) {
            return new Reply.Evicted(stored);
        }
        return isLease(stored) ? BUSY : ABSENT;
    }

    static boolean isValue(byte[] stored) {
        return (kind(stored) == 'V' && stored.length >= MIN_VALUE) || isClaimed(stored);
    }

    static boolean isClaimed(byte[] stored) {
        return kind(stored) == 'C' && stored.length >= MIN_VALUE + CLAIM;
    }

    /** The end of the claim of a claimed entry, in microseconds on the server's clock. */
    static long claimedUntil(byte[] claimed) {
        return ByteBuffer.wrap(claimed).getLong(claimed.length - Long.BYTES);
    }

    static boolean isEvicted(byte[] stored) {
        return (kind(stored) == 'E' && stored.length >= MIN_VALUE)
                || (kind(stored) == 'F' && stored.length >= MIN_VALUE + CLAIM);
    }

    /** The bytes of an evicted entry as they were before; a copy. */
    static byte[] restored(byte[] evicted) {
        byte[] entry = evicted.clone();
        entry[0] = (byte) (kind(evicted) == 'F' ? 'C' : 'V');
        return entry;
    }

    static boolean isLease(byte[] stored) {
        return (kind(stored) == 'L' || kind(stored) == 'W') && stored.length == LEASE;
    }

    static char kind(byte[] stored) {
        return stored.length == 0 ? 0 : (char) stored[0];
    }
}
