package io.github.cachestarter.local;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.redis.SimpleKeyParams;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * Which keys of the application lie in the local tier as they are: those that nobody can change, and that are equal
 * exactly when their Redis keys are. All others lie under their {@link EntryKey}, for which a text must be made.
 *
 * <p>A read asks only for the class. That is enough: what lies there was looked at more closely, and a key whose parts can
 * be changed equals none whose parts cannot. A record counts when its {@code equals} is the compiler's, which is final.
 */
public final class DirectKeys {

    private static final Set<Class<?>> SCALARS = Set.of(
            String.class,
            Long.class,
            Integer.class,
            Short.class,
            Byte.class,
            Boolean.class,
            Character.class,
            UUID.class,
            BigInteger.class,
            BigDecimal.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            YearMonth.class,
            Duration.class);

    private static final int MAX_DEPTH = 8;

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return shapeOf(type);
        }
    };

    private DirectKeys() {}

    /** Whether an entry of this key may lie under the key itself. */
    static boolean possible(Object key) {
        return key instanceof String || key instanceof Long || SHAPES.get(key.getClass()) != Shape.OTHER;
    }

    /** Under what an entry of this key lies. */
    public static Object of(EntryKey key) {
        return stable(key.source(), 0) ? key.source() : key;
    }

    private static boolean stable(@Nullable Object key, int depth) {
        if (key == null) {
            return true;
        }
        if (depth > MAX_DEPTH) {
            return false;
        }
        return switch (SHAPES.get(key.getClass())) {
            case SCALAR -> true;
            case SIMPLE_KEY -> stable(paramsOf((SimpleKey) key), depth);
            case RECORD -> stable(componentsOf(key), depth);
            case OTHER -> false;
        };
    }

    private static boolean stable(@Nullable Object @Nullable [] parts, int depth) {
        if (parts == null) {
            return false;
        }
        for (Object part : parts) {
            if (!stable(part, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object @Nullable [] paramsOf(SimpleKey key) {
        try {
            return SimpleKeyParams.of(key);
        } catch (IllegalArgumentException ex) {
            return null;
        }
    }

    private static @Nullable Object @Nullable [] componentsOf(Object key) {
        RecordComponent[] components = key.getClass().getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Method accessor = components[i].getAccessor();
            try {
                if (!accessor.trySetAccessible()) {
                    return null;
                }
                values[i] = accessor.invoke(key);
            } catch (IllegalAccessException | InvocationTargetException ex) {
                return null;
            }
        }
        return values;
    }

    private static Shape shapeOf(Class<?> type) {
        if (SCALARS.contains(type) || Enum.class.isAssignableFrom(type)) {
            return Shape.SCALAR;
        }
        if (type == SimpleKey.class) {
            return Shape.SIMPLE_KEY;
        }
        return type.isRecord() && comparesComponents(type) ? Shape.RECORD : Shape.OTHER;
    }

    private static boolean comparesComponents(Class<?> type) {
        try {
            return Modifier.isFinal(
                    type.getDeclaredMethod("equals", Object.class).getModifiers());
        } catch (NoSuchMethodException ex) {
            return false;
        }
    }

    private enum Shape {
        SCALAR,
        SIMPLE_KEY,
        RECORD,
        OTHER
    }
}
