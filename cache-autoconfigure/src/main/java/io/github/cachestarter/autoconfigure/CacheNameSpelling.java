package io.github.cachestarter.autoconfigure;

import java.util.Locale;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Spring Boot drops every character but letters, digits and "-" from a map's key that stands without brackets:
 * {@code cache-starter.caches.user_orders.ttl} would configure a cache "userorders" that nobody uses, in silence. So it
 * is refused. Environment variables cannot be written otherwise and are left alone.
 */
final class CacheNameSpelling {

    private static final String START = CacheStarterProperties.PREFIX + ".caches.";

    private CacheNameSpelling() {}

    /**
     * Looks through everything that is configured.
     *
     * @throws InvalidSettingException for the first name that would be changed
     */
    static void check(ConfigurableEnvironment environment, SettingOrigins origins) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            boolean variables = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME.equals(source.getName());
            if (!variables && source instanceof EnumerablePropertySource<?> enumerable) {
                for (String property : enumerable.getPropertyNames()) {
                    check(property, origins);
                }
            }
        }
    }

    private static void check(String property, SettingOrigins origins) {
        if (!property.toLowerCase(Locale.ROOT).startsWith(START)) {
            return;
        }
        String rest = property.substring(START.length());
        int end = rest.indexOf('.');
        String name = end < 0 ? rest : rest.substring(0, end);
        if (name.isEmpty() || name.startsWith("[") || name.chars().allMatch(CacheNameSpelling::isKept)) {
            return;
        }
        String bracketed =
                START.substring(0, START.length() - 1) + '[' + name + ']' + (end < 0 ? "" : rest.substring(end));
        throw new InvalidSettingException(origins.mistake(
                property,
                null,
                "a cache's name with other characters than letters, digits and \"-\" must stand in brackets,"
                        + " or Spring Boot drops these characters",
                bracketed + " (in YAML: \"[" + name + "]\":)"));
    }

    private static boolean isKept(int character) {
        return character == '-' || (character < 128 && Character.isLetterOrDigit(character));
    }
}
