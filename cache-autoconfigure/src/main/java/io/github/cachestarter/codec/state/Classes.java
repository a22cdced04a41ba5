package io.github.cachestarter.codec.state;

import java.lang.reflect.Modifier;

/** What a class is, as far as the codec must know. */
final class Classes {

    private Classes() {}

    /** Whether a class belongs to the JDK: its private state is none of our business and changes between releases. */
    static boolean isJdk(Class<?> type) {
        String module = type.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** Whether an object can have exactly this class. Enums count: their constants may have classes of their own. */
    static boolean isConcrete(Class<?> type) {
        return type.isEnum() || !(type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type.isPrimitive());
    }

    /** The class that stands for a value: the enum's own for a constant with a body, else the runtime class. */
    static Class<?> of(Object value) {
        return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    }

    static Class<?> boxed(Class<?> type) {
        if (!type.isPrimitive()) {
            return type;
        }
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }
}
