package io.github.cachestarter.insight;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a name: {@code userSessions} and {@code USER_SESSIONS} hold {@code user} and {@code session}. */
public final class NameWords {

    /** Keys of caches whose names hold one of these are secrets, or lead to an account, themselves. */
    private static final Set<String> SECRETS =
            Set.of("credential", "iban", "otp", "password", "secret", "session", "token");

    /** First of all the plural of an abbreviation, as in {@code customerIBANs}: its s begins no word with the last capital. */
    private static final Pattern WORD = Pattern.compile("[A-Z]{2,}s(?![a-z])|[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

    private NameWords() {}

    /** The words, sorted, in lower case and in the singular. */
    public static Set<String> of(String name) {
        Set<String> found = new TreeSet<>();
        Matcher words = WORD.matcher(name);
        while (words.find()) {
            found.add(singular(words.group().toLowerCase(Locale.ROOT)));
        }
        return found;
    }

    /** Whether the name of a cache suggests that its keys are secrets. */
    public static boolean suggestSecretKeys(String cache) {
        return of(cache).stream().anyMatch(SECRETS::contains);
    }

    private static String singular(String word) {
        if (word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
