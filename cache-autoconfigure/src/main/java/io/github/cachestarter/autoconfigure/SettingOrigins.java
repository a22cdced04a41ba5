package io.github.cachestarter.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/** Finds the place where a property was set, for messages. */
final class SettingOrigins {

    private final Environment environment;

    SettingOrigins(Environment environment) {
        this.environment = environment;
    }

    /** The mistake of giving this value to this property. */
    SettingMistake mistake(String property, @Nullable Object value, String reason, String allowed) {
        ConfigurationProperty found = find(property);
        if (found == null) {
            return new SettingMistake(property, value, null, reason, allowed);
        }
        String origin = found.getOrigin() == null ? null : found.getOrigin().toString();
        return new SettingMistake(property, found.getValue(), origin, reason, allowed);
    }

    /** Where the property was set; null if it was not, or if its source does not know. */
    @Nullable
    String origin(String property) {
        ConfigurationProperty found = find(property);
        return found == null || found.getOrigin() == null
                ? null
                : found.getOrigin().toString();
    }

    private @Nullable ConfigurationProperty find(String property) {
        ConfigurationPropertyName name = ConfigurationPropertyName.ofIfValid(property);
        if (name == null) {
            return null;
        }
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
