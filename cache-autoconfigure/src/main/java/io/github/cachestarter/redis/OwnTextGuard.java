package io.github.cachestarter.redis;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches keys whose text is their own {@code toString}. It cannot prove that the text tells unequal keys apart, but it
 * sees most classes that break the rule soon after they do: it remembers a few of the last keys, and refuses one that has
 * the text of an unequal one, or another text than an equal one. A text with an identity hash in it is refused at once,
 * since the next JVM gives the same hash to something else. Thread-safe; bounded.
 */
final class OwnTextGuard {

    private static final int SLOTS = 64;

    /** A class name in a package, then what {@link Object#toString()} appends; an address such as x.Y@cafe.de is none. */
    private static final Pattern IDENTITY_HASH =
            Pattern.compile("(?:(?:[\\w$]++\\.)++[\\w$]*[A-Z][\\w$]*;?|\\[[BCDFIJSZ])@[0-9a-f]{1,8}(?![\\w.-])");

    private final AtomicReferenceArray<@Nullable Seen> byText = new AtomicReferenceArray<>(SLOTS);
    private final AtomicReferenceArray<@Nullable Seen> byKey = new AtomicReferenceArray<>(SLOTS);

    void check(Object key, String text) {
        if (text.indexOf('@') >= 0 && IDENTITY_HASH.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "its toString() holds an identity hash, which means nothing in another JVM: " + start(text));
        }
        Seen seen = new Seen(key, text);
        Seen sameText = byText.getAndSet(slot(text.hashCode()), seen);
        if (sameText != null && seen.deniesTextOf(sameText)) {
            throw new IllegalArgumentException("keys that are not equal have the same toString(): " + start(text));
        }
        Seen sameKey = byKey.getAndSet(slot(key.hashCode()), seen);
        if (sameKey != null && seen.deniesEqualityWith(sameKey)) {
            throw new IllegalArgumentException(
                    "equal keys have different toString()s: " + start(text) + " and " + start(sameKey.text));
        }
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }

    private static String start(String text) {
        return text.substring(0, Math.min(120, text.length()));
    }

    private record Seen(Object key, String text) {

        boolean deniesTextOf(Seen other) {
            return other.key.getClass() == key.getClass()
                    && other.text.equals(text)
                    && !other.key.equals(key)
                    && other.isUnchanged();
        }

        boolean deniesEqualityWith(Seen other) {
            return other.key.getClass() == key.getClass()
                    && other.key.equals(key)
                    && !other.text.equals(text)
                    && other.isUnchanged();
        }

        /** Not so if the application changed the key since. */
        private boolean isUnchanged() {
            return text.equals(key.toString());
        }
    }
}
