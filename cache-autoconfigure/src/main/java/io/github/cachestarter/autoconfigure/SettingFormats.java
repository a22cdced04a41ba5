package io.github.cachestarter.autoconfigure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * Reads the settings that have a form of their own. Every method throws {@link IllegalArgumentException} with a reason
 * for a user; range checks are the caller's.
 */
final class SettingFormats {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(b|kb|kib|mb|mib|gb|gib)?");

    private SettingFormats() {}

    /** {@code 10%} or {@code 0.1}. */
    static double share(String text) {
        String trimmed = text.strip();
        boolean percent = trimmed.endsWith("%");
        String number = percent ? trimmed.substring(0, trimmed.length() - 1).strip() : trimmed;
        try {
            double value = Double.parseDouble(number);
            return percent ? value / 100 : value;
        } catch (NumberFormatException ex) {
            throw new IllegalArgumentException("it is no share", ex);
        }
    }

    /** {@code off} or a duration. YAML turns {@code off} into {@code false}, so that is the same. */
    static Optional<Duration> durationOrOff(String text) {
        if (isOff(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(DurationStyle.detectAndParse(text.strip()));
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("it is neither off nor a duration", ex);
        }
    }

    /** A time zone such as {@code Europe/Berlin}. */
    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException ex) {
            throw new IllegalArgumentException("it is no time zone", ex);
        }
    }

    /** A whole number of at least 1. */
    static int countFromOne(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number < 1) {
                throw new IllegalArgumentException("it is less than 1");
            }
            return number;
        } catch (NumberFormatException ex) {
            throw new IllegalArgumentException("it is neither off nor a whole number", ex);
        }
    }

    /** {@code 1048576}, {@code 10KB} or {@code 1MiB}; a KB is a KiB, 1024 bytes, as everywhere in Spring. */
    static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("it is no size");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "b" : matcher.group(2);
        int shift = switch (unit.charAt(0)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
    }

    /** Whether this means "not at all". */
    static boolean isOff(String text) {
        String trimmed = text.strip();
        return "off".equalsIgnoreCase(trimmed) || "false".equalsIgnoreCase(trimmed);
    }
}
