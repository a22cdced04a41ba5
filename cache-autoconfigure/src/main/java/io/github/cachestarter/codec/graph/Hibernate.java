package io.github.cachestarter.codec.graph;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has to be known of Hibernate's collections and proxies; by name, so that nothing depends on it. */
final class Hibernate {

    private static final String COLLECTION = "org.hibernate.collection.spi.PersistentCollection";
    private static final String PROXY = "org.hibernate.proxy.HibernateProxy";

    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            Class<?> collection = find(type, COLLECTION);
            return new Kind(collection, find(type, PROXY) != null);
        }
    };

    private Hibernate() {}

    static boolean isLazyProxy(Class<?> type) {
        return KINDS.get(type).proxy();
    }

    /** Whether this is one of Hibernate's own collections, initialised or not. */
    static boolean isCollection(Object object) {
        return KINDS.get(object.getClass()).collection() != null;
    }

    /** Whether this is a collection that would go to the database, or fail, at the first touch. */
    static boolean isUninitialised(Object object) {
        Class<?> collection = KINDS.get(object.getClass()).collection();
        if (collection == null) {
            return false;
        }
        try {
            Method initialised = collection.getMethod("wasInitialized");
            return !Boolean.TRUE.equals(initialised.invoke(object));
        } catch (ReflectiveOperationException ex) {
            return true;
        }
    }

    private static @Nullable Class<?> find(@Nullable Class<?> type, String name) {
        if (type == null || ObjectKind.isJdk(type)) {
            return null;
        }
        if (type.getName().equals(name)) {
            return type;
        }
        return Stream.concat(Stream.of(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
                .<Class<?>>mapMulti((candidate, found) -> {
                    Class<?> match = find(candidate, name);
                    if (match != null) {
                        found.accept(match);
                    }
                })
                .findFirst()
                .orElse(null);
    }

    private record Kind(@Nullable Class<?> collection, boolean proxy) {}
}
