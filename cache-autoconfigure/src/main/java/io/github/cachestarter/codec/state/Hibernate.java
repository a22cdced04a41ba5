package io.github.cachestarter.codec.state;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Recognises what Hibernate puts into entities, by the names of its interfaces: there is nothing to compile against, and
 * the classes belong to whatever class loader the application uses.
 */
final class Hibernate {

    private static final String COLLECTION = "org.hibernate.collection.spi.PersistentCollection";
    private static final String PROXY = "org.hibernate.proxy.HibernateProxy";
    private static final String ENHANCED = "org.hibernate.engine.spi.PersistentAttributeInterceptable";
    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            if (implementsNamed(type, COLLECTION)) {
                return Kind.COLLECTION;
            }
            if (implementsNamed(type, PROXY)) {
                return Kind.PROXY;
            }
            return implementsNamed(type, ENHANCED) ? Kind.ENHANCED : Kind.NONE;
        }
    };

    private enum Kind {
        COLLECTION,
        PROXY,
        ENHANCED,
        NONE
    }

    private Hibernate() {}

    static boolean isCollection(Object value) {
        return isCollection(value.getClass());
    }

    static boolean isCollection(Class<?> type) {
        return KINDS.get(type) == Kind.COLLECTION;
    }

    static boolean isProxy(Object value) {
        return KINDS.get(value.getClass()) == Kind.PROXY;
    }

    /** Whether objects of a class may have attributes that are loaded when they are first read. */
    static boolean isEnhanced(Class<?> type) {
        return KINDS.get(type) == Kind.ENHANCED;
    }

    /** Refuses a collection that would run a query when it is read. */
    static void requireLoaded(Object collection) {
        if (!Boolean.TRUE.equals(call(collection, COLLECTION, "wasInitialized"))) {
            throw new Refusal(
                    "the collection was not loaded when the method returned (lazy)",
                    "Fetch it in the query (join fetch, @EntityGraph), or map the entity to a record or DTO");
        }
    }

    /** Refuses an entity of an enhanced class whose lazy attributes were not all loaded. */
    static void requireComplete(Object entity) {
        Object interceptor = call(entity, ENHANCED, "$$_hibernate_getInterceptor");
        String lazy = "org.hibernate.bytecode.enhance.spi.interceptor.BytecodeLazyAttributeInterceptor";
        if (interceptor != null
                && implementsNamed(interceptor.getClass(), lazy)
                && !Boolean.FALSE.equals(call(interceptor, lazy, "hasAnyUninitializedAttributes"))) {
            throw new Refusal(
                    "the entity has attributes that were not loaded when the method returned (lazy)",
                    "Fetch them in the query, or map the entity to a record or DTO");
        }
    }

    private static Object call(Object target, String type, String method) {
        try {
            Class<?> declaring = Class.forName(type, false, target.getClass().getClassLoader());
            Method found = declaring.getMethod(method);
            return found.invoke(target);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException ex) {
            throw new Refusal(
                    "Hibernate did not say whether everything was loaded: " + ex, "Map the entity to a record or DTO");
        }
    }

    private static boolean implementsNamed(Class<?> type, String name) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            for (Class<?> parent : current.getInterfaces()) {
                if (parent.getName().equals(name) || implementsNamed(parent, name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
