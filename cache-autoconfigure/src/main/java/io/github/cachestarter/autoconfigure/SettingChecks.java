package io.github.cachestarter.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Turns settings into values that hold what they promise, or stops the start with the mistake. */
final class SettingChecks {

    private final SettingOrigins origins;
    private final @Nullable ClassLoader classLoader;

    SettingChecks(SettingOrigins origins, @Nullable ClassLoader classLoader) {
        this.origins = origins;
        this.classLoader = classLoader;
    }

    /** The failure that names this setting. */
    InvalidSettingException mistake(Setting<?> setting, String reason, String allowed) {
        return new InvalidSettingException(origins.mistake(setting.property(), text(setting.value()), reason, allowed));
    }

    /** A duration within bounds, in whole milliseconds since that is what Redis counts in. */
    Duration duration(Setting<Duration> setting, Duration least, Duration most, String allowed) {
        Duration value = setting.value();
        if (value.compareTo(least) < 0) {
            throw mistake(setting, value.isNegative() ? "it is negative" : "it is too short", allowed);
        }
        if (value.compareTo(most) > 0) {
            throw mistake(setting, "it is too long", allowed);
        }
        return Duration.ofMillis(value.toMillis());
    }

    /** A number within bounds. */
    int number(Setting<Integer> setting, int least, String allowed) {
        if (setting.value() < least) {
            throw mistake(setting, "it is less than " + least, allowed);
        }
        return setting.value();
    }

    /** The same for a number that may be large. */
    long count(Setting<Long> setting, long least, String allowed) {
        if (setting.value() < least) {
            throw mistake(setting, "it is less than " + least, allowed);
        }
        return setting.value();
    }

    /** Text that a format understands. */
    <T> T parse(Setting<String> setting, Function<String, T> format, String allowed) {
        try {
            return format.apply(setting.value());
        } catch (IllegalArgumentException ex) {
            throw mistake(setting, String.valueOf(ex.getMessage()), allowed);
        }
    }

    /** A class by its name. */
    Class<?> type(Setting<String> setting) {
        try {
            return ClassUtils.forName(setting.value().strip(), classLoader);
        } catch (ClassNotFoundException | LinkageError ex) {
            throw mistake(setting, "there is no such class", AllowedValues.CLASS_NAME);
        }
    }

    /** How a value reads in a configuration file. */
    static String text(Object value) {
        if (value instanceof Duration duration) {
            return text(duration);
        }
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : value.toString();
    }

    private static String text(Duration value) {
        long millis = value.toMillis();
        if (millis % 1000 != 0 || millis == 0) {
            return millis + "ms";
        }
        if (value.toHours() > 0 && value.equals(Duration.ofHours(value.toHours()))) {
            return value.toHours() + "h";
        }
        boolean minutes = value.equals(Duration.ofMinutes(value.toMinutes()));
        return minutes ? value.toMinutes() + "m" : value.toSeconds() + "s";
    }
}
