package io.github.cachestarter.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A script's reply of one number, one string or nothing, as {@code Long}, {@code byte[]} or null. Lettuce's own
 * {@code ScriptOutputType.OBJECT} fails on a single string and on nothing, and wraps a number into a list.
 */
final class ScriptOutput extends CommandOutput<byte[], byte[], @Nullable Object> {

    ScriptOutput() {
        super(ByteArrayCodec.INSTANCE, null);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        output = bytes == null ? null : codec.decodeValue(bytes);
    }

    @Override
    public void set(long integer) {
        output = integer;
    }
}
