package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.Script;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A result that one instance works out and all use for a while. It lies in a key of its own, like an entry and under the
 * same scripts: whoever finds nothing there holds the lease, and the others find the lease or the result. Whoever crashes
 * costs the rest of its lease. Thread-safe.
 */
public final class SharedResult {

    private static final byte[] NOTHING_INVALID = new byte[Long.BYTES];
    private static final long DONE = 1;

    private final RedisGateway gateway;
    private final byte[] key;

    /** Creates the result that lies in this key. */
    public SharedResult(RedisGateway gateway, byte[] key) {
        this.gateway = gateway;
        this.key = key.clone();
    }

    /**
     * Asks for the result, or for the right to work it out.
     *
     * @param token a new one for each call
     * @param atMost how long this instance may take for it
     */
    public Pending<Turn> ask(Token token, Duration atMost) {
        return gateway.run(Script.ACQUIRE, key, token.bytes(), millis(atMost), NOTHING_INVALID)
                .map(SharedResult::turn);
    }

    /** Shares a result for some time, under the token of a turn that was {@link Turn.Mine}. False: it came too late. */
    public Pending<Boolean> give(Token token, byte[] result, Duration lasts) {
        byte[] stored = ByteBuffer.allocate(StoredBytes.MIN_VALUE + result.length)
                .put((byte) 'V')
                .position(StoredBytes.IDENTITY_AT)
                .putLong(token.identity())
                .put(result)
                .array();
        // Nobody waits for it, so nobody has to be told.
        return gateway.run(Script.STORE, key, token.bytes(), millis(lasts), stored, key, new byte[0])
                .map(reply -> reply instanceof Long bits && (bits & DONE) != 0);
    }

    private static Turn turn(@Nullable Object reply) {
        if (reply instanceof byte[] stored && stored.length >= StoredBytes.MIN_VALUE) {
            return new Turn.Given(Arrays.copyOfRange(stored, StoredBytes.MIN_VALUE, stored.length));
        }
        return reply instanceof Long rest && rest < 0 ? Turn.Mine.INSTANCE : Turn.Others.INSTANCE;
    }

    private static byte[] millis(Duration duration) {
        return Long.toString(duration.toMillis()).getBytes(StandardCharsets.US_ASCII);
    }

    /** What there is to do. */
    public sealed interface Turn {

        /** Nothing: here is the result. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Given(byte[] result) implements Turn {}

        /** This instance is to work it out. */
        enum Mine implements Turn {
            INSTANCE
        }

        /** Another instance is working it out. */
        enum Others implements Turn {
            INSTANCE
        }
    }
}
