package io.github.cachestarter.insight;

import io.github.cachestarter.EntryKey;

/** The text by which a person recognises a key. For the insight endpoint alone, since keys may be personal data. */
final class KeyLabel {

    private static final int MOST = 200;

    private KeyLabel() {}

    static String of(Object key) {
        String text = text(key instanceof EntryKey address ? address.source() : key);
        return text.length() <= MOST ? text : text.substring(0, MOST) + "...";
    }

    // The application's own toString may do anything.
    private static String text(Object key) {
        try {
            return String.valueOf(key);
        } catch (RuntimeException | StackOverflowError ex) {
            return "a key of the type " + key.getClass().getName();
        }
    }
}
