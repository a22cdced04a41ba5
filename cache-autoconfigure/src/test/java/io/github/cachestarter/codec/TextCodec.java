package io.github.cachestarter.codec;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A codec for tests: the text of strings and whole numbers. Counts how often a type was analysed. */
final class TextCodec implements ValueCodec {

    private static final Map<Type, Function<String, Object>> READERS =
            Map.of(String.class, text -> text, Integer.class, Integer::valueOf, Long.class, Long::valueOf);

    final Map<Type, AtomicInteger> analysed = new ConcurrentHashMap<>();

    @Override
    public String id() {
        return "text";
    }

    @Override
    public int wireId() {
        return 200;
    }

    @Override
    public TypeCodec forType(Type type) {
        analysed.computeIfAbsent(type, key -> new AtomicInteger()).incrementAndGet();
        Function<String, Object> reader = READERS.get(type);
        if (reader == null) {
            throw new RefusedValueException(type.getTypeName(), "no text for that", "Use a string");
        }
        return new TextTypeCodec(0x1122334455667700L + type.getTypeName().length(), reader);
    }

    private record TextTypeCodec(long fingerprint, Function<String, Object> reader) implements TypeCodec {

        @Override
        public byte[] encode(Object value) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes, int offset, int length) {
            return reader.apply(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public boolean immutable() {
            return true;
        }
    }
}
