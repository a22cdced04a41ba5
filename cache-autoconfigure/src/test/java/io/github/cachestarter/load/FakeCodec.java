package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.codec.DecodedEntry;
import io.github.cachestarter.codec.EntryCodec;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Bytes that are an identity and a number under which the entry is kept; enough for tests of the protocol. */
final class FakeCodec implements EntryCodec {

    /** A value that no codec can keep. */
    record Unstorable() {}

    private static final int UNREADABLE = -1;
    private static final int OTHER_SHAPE = -2;
    private static final int IDENTITY_AT = 4;

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** An entry that no instance can read. */
    static byte[] unreadable(long identity) {
        return bytes(identity, UNREADABLE);
    }

    /** An entry of another release of the application, in a shape that this one does not know. */
    static byte[] ofAnotherRelease(long identity, long createdAt) {
        return ByteBuffer.allocate(IDENTITY_AT + 2 * Long.BYTES + Integer.BYTES)
                .put(bytes(identity, OTHER_SHAPE))
                .putLong(createdAt)
                .array();
    }

    static boolean isOfAnotherRelease(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(IDENTITY_AT + Long.BYTES) == OTHER_SHAPE;
    }

    @Override
    public synchronized byte[] encode(Entry entry, Type type) {
        if (entry.value() instanceof Unstorable) {
            throw new RefusedValueException("Unstorable", "cannot be kept", "cache something else");
        }
        entries.add(entry);
        return bytes(entry.meta().identity(), entries.size() - 1);
    }

    @Override
    public DecodedEntry decode(byte[] bytes, Type type) {
        int number = ByteBuffer.wrap(bytes).getInt(IDENTITY_AT + Long.BYTES);
        if (number == OTHER_SHAPE) {
            ByteBuffer entry = ByteBuffer.wrap(bytes);
            long createdAt = entry.getLong(IDENTITY_AT + Long.BYTES + Integer.BYTES);
            return new DecodedEntry.Invalid(MissReason.SHAPE_CHANGED, entry.getLong(IDENTITY_AT), createdAt);
        }
        return number == UNREADABLE
                ? new DecodedEntry.Invalid(
                        MissReason.UNDECODABLE, ByteBuffer.wrap(bytes).getLong(IDENTITY_AT))
                : new DecodedEntry.Valid(entries.get(number));
    }

    private static byte[] bytes(long identity, int number) {
        return ByteBuffer.allocate(IDENTITY_AT + Long.BYTES + Integer.BYTES)
                .put(new byte[] {'V', 1, 0, 0})
                .putLong(identity)
                .putInt(number)
                .array();
    }
}
