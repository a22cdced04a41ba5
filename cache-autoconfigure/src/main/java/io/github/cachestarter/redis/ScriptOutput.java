package io.github.cachestarter.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script's reply as it came: {@code Long}, {@code byte[]}, a {@code List} of these, or null. Lettuce has no output that
 * gives a lone number and a list alike: its outputs want to know beforehand which of them it will be.
 */
final class ScriptOutput extends CommandOutput<byte[], byte[], @Nullable Object> {

    private final Deque<List<@Nullable Object>> open = new ArrayDeque<>(2);

    ScriptOutput() {
        super(ByteArrayCodec.INSTANCE, null);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        add(bytes == null ? null : ByteArrayCodec.INSTANCE.decodeValue(bytes));
    }

    @Override
    public void setSingle(@Nullable ByteBuffer bytes) {
        set(bytes);
    }

    @Override
    public void set(long integer) {
        add(integer);
    }

    @Override
    public void set(boolean value) {
        add(value ? 1L : 0L);
    }

    @Override
    public void multi(int count) {
        List<@Nullable Object> list = new ArrayList<>(Math.max(0, count));
        add(list);
        open.push(list);
    }

    @Override
    public void complete(int depth) {
        // Called after each element with the number of containers that are still open.
        if (depth > 0 && depth < open.size()) {
            open.pop();
        }
    }

    private void add(@Nullable Object value) {
        List<@Nullable Object> list = open.peek();
        if (list == null) {
            output = value;
        } else {
            list.add(value);
        }
    }
}
