package io.github.cachestarter.codec.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Objects of the JDK that hold others, or that have no {@code equals} but give away all they are. */
final class Holders {

    private static final List<Class<?>> TYPES = List.of(
            Optional.class,
            Map.Entry.class,
            AtomicReference.class,
            AtomicInteger.class,
            AtomicLong.class,
            AtomicBoolean.class,
            AtomicReferenceArray.class,
            AtomicIntegerArray.class,
            AtomicLongArray.class,
            CharSequence.class,
            Pattern.class);

    private Holders() {}

    static boolean holds(Class<?> type) {
        return type != String.class && TYPES.stream().anyMatch(holder -> holder.isAssignableFrom(type));
    }

    /** Whether two of them with the same content are as good as one. */
    static boolean immutable(Class<?> type) {
        return type == Optional.class || type == Pattern.class;
    }

    /** What one of them holds, in a fixed order. */
    static List<@Nullable Object> contents(Object holder) {
        if (holder instanceof Optional<?> optional) {
            return Arrays.asList(optional.orElse(null));
        }
        if (holder instanceof Map.Entry<?, ?> entry) {
            return Arrays.asList(entry.getKey(), entry.getValue());
        }
        if (holder instanceof AtomicReference<?> reference) {
            return Arrays.asList(reference.get());
        }
        if (holder instanceof AtomicInteger || holder instanceof AtomicLong || holder instanceof AtomicBoolean) {
            return Arrays.asList(holder.toString());
        }
        if (holder instanceof AtomicReferenceArray<?> array) {
            return Arrays.asList(
                    IntStream.range(0, array.length()).mapToObj(array::get).toArray());
        }
        if (holder instanceof Pattern pattern) {
            return Arrays.asList(pattern.pattern(), pattern.flags());
        }
        return Arrays.asList(holder.toString());
    }
}
