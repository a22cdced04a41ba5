package io.github.cachestarter.redis;

/**
 * Writes text so that it cannot be mistaken for what stands around it: a special character becomes {@code %} and two hex
 * digits, half a surrogate pair (which UTF-8 cannot express) {@code %u} and four. Control characters and {@code %} itself
 * are always special. Everything else, all other Unicode included, stays as it is.
 */
final class Escapes {

    /** The operator's prefix: nothing more is special. */
    static final String PREFIX = "";

    /** A part of a Redis key that a colon ends. */
    static final String SEGMENT = ":";

    /** A key that is a string: a {@code #} would make it a typed one. */
    static final String WHOLE = "#";

    /** A string inside a container. */
    static final String NESTED = "#,()=";

    private static final String HEX = "0123456789ABCDEF";

    private Escapes() {}

    /** Whether a whole key of this text is written as it is and has one byte per character. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '%' || c == '#') {
                return false;
            }
        }
        return true;
    }

    static String escape(String text, String special) {
        return append(new StringBuilder(text.length() + 8), text, special).toString();
    }

    static StringBuilder append(StringBuilder out, String text, String special) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f || c == '%' || special.indexOf(c) >= 0) {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else if (!Character.isSurrogate(c)) {
                out.append(c);
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append("%u").append(Integer.toHexString(c));
            }
        }
        return out;
    }
}
