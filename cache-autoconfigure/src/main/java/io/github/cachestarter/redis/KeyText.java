package io.github.cachestarter.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one key. A string is its own text; everything else is {@code <type>#<content>}, and a {@code #} in a string
 * is escaped, so that the Long 1 ({@code long#1}), the Integer 1 ({@code int#1}) and the string "1" ({@code 1}) stay
 * apart. Containers, records and {@code SimpleKey}s write their elements in parentheses:
 * {@code com.acme.Seat#(long#7,A)}. The kinds are in {@link KeyKinds}; the table of all texts and its reasons in
 * docs/decisions/0005-key-text.md.
 *
 * <p>A text of more than {@link #MAX_BYTES} bytes is cut to a readable start and the SHA-256 of the whole. A {@code ##},
 * which nothing else writes, stands between the two.
 */
final class KeyText {

    static final int MAX_BYTES = 512;

    private static final int MAX_DEPTH = 64;
    private static final int READABLE_START = 128;

    private final StringBuilder out;
    private final OwnTextGuard guard;
    private final int depth;

    private KeyText(OwnTextGuard guard, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "it is nested more than " + MAX_DEPTH + " levels deep or contains itself");
        }
        this.out = new StringBuilder(64);
        this.guard = guard;
        this.depth = depth;
    }

    static String of(Object key, OwnTextGuard guard) {
        KeyText text = new KeyText(guard, 0);
        KeyKinds.of(key.getClass()).write(text, key);
        return shortened(text.out.toString());
    }

    /** Begins a typed text. */
    KeyText type(String name) {
        out.append(name).append('#');
        return this;
    }

    /** Text that is known to hold nothing special. */
    KeyText safe(String text) {
        out.append(text);
        return this;
    }

    /** Any text. */
    KeyText text(String text) {
        Escapes.append(out, text, depth == 0 ? Escapes.WHOLE : Escapes.NESTED);
        return this;
    }

    /** A string; inside a container an empty one is written {@code %}, so that it differs from no element. */
    KeyText string(String text) {
        return depth > 0 && text.isEmpty() ? safe("%") : text(text);
    }

    /** A list of elements in their order. */
    KeyText elements(Iterable<?> elements) {
        List<String> texts = new ArrayList<>();
        for (Object element : elements) {
            texts.add(nested(element));
        }
        return list(texts);
    }

    /** A list of elements whose order does not count. */
    KeyText unordered(Collection<String> texts) {
        List<String> sorted = new ArrayList<>(texts);
        Collections.sort(sorted);
        return list(sorted);
    }

    /** The text of an element. */
    String nested(@Nullable Object element) {
        if (element == null) {
            return "null#";
        }
        KeyText text = new KeyText(guard, depth + 1);
        KeyKinds.of(element.getClass()).write(text, element);
        return text.out.toString();
    }

    /** The text of a class that has its own {@code toString} and {@code equals}. */
    KeyText ownText(Object key) {
        String own = key.toString();
        if (own == null) {
            throw new IllegalArgumentException("its toString() returned null");
        }
        guard.check(key, own);
        return text(own);
    }

    private KeyText list(List<String> texts) {
        out.append('(');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            out.append(texts.get(i));
        }
        out.append(')');
        return this;
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_BYTES / 3) {
            return text; // no character takes more than three bytes
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(READABLE_START - 1));
        return text.substring(0, splits ? READABLE_START - 1 : READABLE_START) + "##" + sha256(bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }
}
