package io.github.cachestarter.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;

/**
 * The reply to {@code PING text}: the text, or with RESP2 on a subscribed connection an array that ends with it.
 *
 * <p>In that array form Lettuce completes the command first and hands out the messages that stand before it in the same
 * read afterwards. With RESP3 messages are no replies, and everything is handled in the order in which it comes.
 */
final class PongOutput extends CommandOutput<byte[], byte[], String> {

    private volatile boolean array;

    PongOutput() {
        super(ByteArrayCodec.INSTANCE, "");
    }

    @Override
    public void multi(int count) {
        array = true;
    }

    @Override
    public void set(ByteBuffer bytes) {
        output = decodeString(bytes);
    }

    /** Whether messages that came before this reply may be handed out after it. */
    boolean overtakes() {
        return array;
    }
}
