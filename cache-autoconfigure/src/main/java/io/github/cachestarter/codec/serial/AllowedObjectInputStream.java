package io.github.cachestarter.codec.serial;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Map;

/**
 * Reads allowed classes only, and no more memory than the payload can account for.
 *
 * <p>A class is refused by its name, before it is loaded. Arrays are counted in sum, because a payload of a few bytes may
 * claim many of them; hash containers may not lie deep, because sets within sets take a time to hash that doubles with
 * every level.
 */
final class AllowedObjectInputStream extends ObjectInputStream {

    private static final int MAX_DEPTH = 500;
    private static final int MAX_HASH_DEPTH = 20;

    private final AllowedClasses allowed;
    private final ClassLoader loader;
    private long elementsLeft;

    AllowedObjectInputStream(ByteArrayInputStream in, AllowedClasses allowed, ClassLoader loader) throws IOException {
        super(in);
        this.allowed = allowed;
        this.loader = loader;
        // A hash table has up to four times as many places as its entries have bytes.
        this.elementsLeft = 64 + 4L * in.available();
        setObjectInputFilter(this::check);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
        if (!allowed.allows(described.getName())) {
            throw new InvalidClassException(described.getName(), "not allowed by " + AllowedClasses.PROPERTY);
        }
        return Class.forName(described.getName(), false, loader);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
        throw new InvalidClassException("Proxies are never allowed");
    }

    private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info) {
        Class<?> type = info.serialClass();
        boolean fits = info.depth() <= MAX_DEPTH && (type != Map.Entry[].class || info.depth() <= MAX_HASH_DEPTH);
        if (info.arrayLength() > 0) {
            elementsLeft -= info.arrayLength();
        }
        return fits && elementsLeft >= 0 && (type == null || type.isPrimitive() || allowed.allows(type.getName()))
                ? ObjectInputFilter.Status.ALLOWED
                : ObjectInputFilter.Status.REJECTED;
    }
}
