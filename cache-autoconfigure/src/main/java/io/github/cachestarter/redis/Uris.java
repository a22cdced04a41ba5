package io.github.cachestarter.redis;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of a URI as its {@code equals} sees it: the case of scheme, host and hex digits does not count. */
final class Uris {

    private static final Pattern OCTET = Pattern.compile("%[0-9a-fA-F]{2}");

    private Uris() {}

    static String text(URI uri) {
        StringBuilder text = new StringBuilder();
        append(text, "", lower(uri.getScheme()), ":");
        if (uri.isOpaque()) {
            text.append(uri.getRawSchemeSpecificPart());
        } else {
            append(text, "//", authority(uri), "");
            append(text, "", uri.getRawPath(), "");
            append(text, "?", uri.getRawQuery(), "");
        }
        append(text, "#", uri.getRawFragment(), "");
        return OCTET.matcher(text).replaceAll(octet -> octet.group().toUpperCase(Locale.ROOT));
    }

    private static @Nullable String authority(URI uri) {
        if (uri.getHost() == null) {
            return uri.getRawAuthority();
        }
        StringBuilder text = new StringBuilder();
        append(text, "", uri.getRawUserInfo(), "@");
        append(text, "", lower(uri.getHost()), "");
        return uri.getPort() < 0
                ? text.toString()
                : text.append(':').append(uri.getPort()).toString();
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static void append(StringBuilder text, String before, @Nullable String part, String after) {
        if (part != null) {
            text.append(before).append(part).append(after);
        }
    }
}
