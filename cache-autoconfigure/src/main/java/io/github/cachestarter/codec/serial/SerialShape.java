package io.github.cachestarter.codec.serial;

import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The shape of everything that a payload of one type may consist of: for each class its name, {@code serialVersionUID},
 * serialized fields and enum constants in order. JDK serialization itself fills in defaults where a field was added and
 * {@code serialVersionUID} was kept, in silence; with the shape in the fingerprint that is a miss.
 *
 * <p>Covers the classes that the declared type reaches through its fields, their generic arguments and superclasses, and
 * those that are allowed by name. A class that hides behind an interface and is allowed by its package alone is not
 * covered: of that one only {@code serialVersionUID} is compared, when it is read.
 */
final class SerialShape {

    private final Map<String, String> shapes = new TreeMap<>();

    private SerialShape() {}

    /** 64 bits of a strong hash. */
    static long fingerprint(Type type, AllowedClasses allowed, ClassLoader loader) {
        SerialShape shape = new SerialShape();
        shape.add(type);
        for (String name : allowed.names()) {
            shape.add(load(name, loader));
        }
        return hash("java 1\n" + type.getTypeName() + "\n" + shape.shapes);
    }

    private void add(@Nullable Type type) {
        if (type instanceof Class<?> raw) {
            addClass(raw);
        } else if (type instanceof ParameterizedType parameterized) {
            add(parameterized.getRawType());
            Arrays.stream(parameterized.getActualTypeArguments()).forEach(this::add);
        } else if (type instanceof GenericArrayType array) {
            add(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(this::add);
        }
    }

    private void addClass(Class<?> raw) {
        if (raw.isArray()) {
            addClass(raw.getComponentType());
            return;
        }
        String module = raw.getModule().getName();
        if (raw.isPrimitive() || (module != null && module.startsWith("java.")) || shapes.containsKey(raw.getName())) {
            return;
        }
        shapes.put(raw.getName(), ""); // now, because a class may refer to itself
        shapes.put(raw.getName(), shape(raw));
        add(raw.getSuperclass());
        for (Field field : raw.getDeclaredFields()) {
            if (Serializable.class.isAssignableFrom(raw)) {
                add(field.getGenericType());
            }
        }
    }

    private static String shape(Class<?> raw) {
        if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList()
                    .toString();
        }
        ObjectStreamClass described = ObjectStreamClass.lookup(raw);
        if (described == null) {
            return "not serializable";
        }
        StringBuilder text = new StringBuilder(Long.toHexString(described.getSerialVersionUID()));
        for (ObjectStreamField field : described.getFields()) {
            text.append(' ').append(field.getName()).append(':').append(genericType(raw, field));
        }
        return text.append(" extends ").append(raw.getGenericSuperclass()).toString();
    }

    private static String genericType(Class<?> raw, ObjectStreamField field) {
        try {
            return raw.getDeclaredField(field.getName()).getGenericType().getTypeName();
        } catch (NoSuchFieldException ex) {
            return field.getType().getName(); // declared by serialPersistentFields only
        }
    }

    private static @Nullable Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError ex) {
            return null; // then no payload has objects of it
        }
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }
}
