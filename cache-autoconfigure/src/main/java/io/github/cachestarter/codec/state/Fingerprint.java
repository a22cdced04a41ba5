package io.github.cachestarter.codec.state;

import io.github.cachestarter.codec.state.TypeGraph.Part;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * 64 bits of SHA-256 over everything that a payload's meaning depends on. Payloads hold no names, so this is what keeps a
 * payload of another version of a class from being read: the root; each place with its ordered classes; of each class its
 * name, kind, superclasses, owner, fields in order with their generic types, constants in order, permitted subclasses in
 * order; whether it counts as immutable (it decides which objects are numbered); and the version of the codec's own form.
 *
 * <p>It cannot see a change of meaning under unchanged names and types; {@code key-version} is for that.
 */
final class Fingerprint {

    /** To be raised whenever this package writes anything in another way, types' order in the catalogue included. */
    private static final String FORM = "state-1";

    private Fingerprint() {}

    static long of(TypeGraph graph, Set<TypeRef> immutable) {
        String text = describe(graph, immutable);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every JVM has SHA-256", ex);
        }
    }

    static String describe(TypeGraph graph, Set<TypeRef> immutable) {
        StringBuilder text =
                new StringBuilder(FORM).append('\n').append(graph.root()).append('\n');
        graph.places()
                .forEach((place, candidates) ->
                        text.append(place).append(" <- ").append(candidates).append('\n'));
        graph.places().keySet().forEach(place -> permitted(place.raw(), text));
        graph.types().forEach((type, parts) -> {
            text.append(type).append(immutable.contains(type) ? " immutable " : " mutable ");
            describe(type.raw(), text);
            for (Part part : parts) {
                text.append("  ");
                if (part.field() != null) {
                    text.append(FieldState.where(part.field())).append(':');
                    text.append(part.field().getType().getName()).append(' ');
                }
                text.append(part.type()).append('\n');
            }
        });
        return text.toString();
    }

    private static void describe(Class<?> type, StringBuilder text) {
        text.append(type.isEnum() ? "enum" : type.isRecord() ? "record" : "class")
                .append('\n');
        if (Catalogue.contains(type)) {
            return;
        }
        for (Class<?> parent = type.getSuperclass(); parent != null; parent = parent.getSuperclass()) {
            text.append("  extends ").append(parent.getName());
            text.append(Modifier.isAbstract(parent.getModifiers()) ? " abstract\n" : "\n");
        }
        if (type.getEnclosingClass() != null) {
            text.append("  in ").append(type.getEnclosingClass().getName()).append('\n');
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                text.append("  ").append(((Enum<?>) constant).name()).append('\n');
            }
        }
    }

    private static void permitted(Class<?> type, StringBuilder text) {
        if (type.isSealed() && !type.isEnum() && !Classes.isJdk(type)) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                text.append(type.getName())
                        .append(" permits ")
                        .append(permitted.getName())
                        .append('\n');
                permitted(permitted, text);
            }
        }
    }
}
