package io.github.cachestarter.codec.serial;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * JDK serialization, for values that the state codec refuses. Opt-in, because its payloads name classes: only those of a
 * mandatory list are written and read. It is several times larger and slower than the default codec, and whoever can
 * write to Redis can make it build any object graph of the allowed classes. Thread-safe.
 */
public final class JavaCodec implements ValueCodec {

    private static final Set<Class<?>> IMMUTABLE =
            Set.of(String.class, Integer.class, Long.class, Boolean.class, Double.class, UUID.class);

    private final AllowedClasses allowed;
    private final ClassLoader loader;

    /**
     * Creates the codec.
     *
     * @param allowed class names, packages ({@code com.acme.*}) and packages with all below them ({@code com.acme.**})
     * @param loader finds the classes of payloads
     * @throws IllegalArgumentException if the list is empty or has an entry of another form
     */
    public JavaCodec(Collection<String> allowed, ClassLoader loader) {
        this.allowed = AllowedClasses.of(allowed);
        this.loader = loader;
    }

    @Override
    public String id() {
        return "java";
    }

    @Override
    public int wireId() {
        return 2;
    }

    @Override
    public TypeCodec forType(Type declaredType) {
        Class<?> raw = rawClass(declaredType);
        if (raw != null && !raw.isInterface() && !Modifier.isAbstract(raw.getModifiers()) && raw != Object.class) {
            requireSerializable(raw);
            allowed.require(raw);
        }
        long fingerprint = SerialShape.fingerprint(declaredType, allowed, loader);
        return new JavaTypeCodec(raw == null ? Object.class : raw, fingerprint);
    }

    private static void requireSerializable(Class<?> raw) {
        if (!Serializable.class.isAssignableFrom(raw)) {
            throw notSerializable(raw.getName(), null);
        }
    }

    static RefusedValueException notSerializable(String type, @Nullable Exception cause) {
        return new RefusedValueException(
                type,
                "it cannot be serialized" + (cause == null ? "" : ": " + cause),
                "Let it implement java.io.Serializable, or use the codec 'json'");
    }

    private static @Nullable Class<?> rawClass(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return rawClass(parameterized.getRawType());
        }
        return type instanceof Class<?> raw ? raw : null;
    }

    private final class JavaTypeCodec implements TypeCodec {

        private final Class<?> raw;
        private final long fingerprint;

        JavaTypeCodec(Class<?> raw, long fingerprint) {
            this.raw = raw;
            this.fingerprint = fingerprint;
        }

        @Override
        public long fingerprint() {
            return fingerprint;
        }

        @Override
        public boolean immutable() {
            return raw.isEnum() || IMMUTABLE.contains(raw);
        }

        @Override
        public byte[] encode(Object value) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            try (ObjectOutputStream out = new AllowedObjectOutputStream(bytes, allowed)) {
                out.writeObject(value);
            } catch (IOException ex) {
                throw notSerializable(value.getClass().getName(), ex);
            }
            return bytes.toByteArray();
        }

        @Override
        public Object decode(byte[] bytes, int offset, int length) {
            ByteArrayInputStream source = new ByteArrayInputStream(bytes, offset, length);
            try (ObjectInputStream in = new AllowedObjectInputStream(source, allowed, loader)) {
                Object value = in.readObject();
                if (!raw.isInstance(value) || source.available() > 0) {
                    throw new IllegalStateException("The payload has no " + raw.getName() + ", or more than one");
                }
                return value;
            } catch (IOException | ClassNotFoundException ex) {
                throw new IllegalStateException("The payload cannot be read", ex);
            }
        }
    }
}
