package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.ClearSettings;
import io.github.cachestarter.RefreshSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a property of ours that does not exist or whose value is of the wrong kind. Before Spring Boot's own
 * analyzers, which cannot name what is allowed.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(CacheStarterProperties.PREFIX);
    private static final ConfigurationPropertyName CACHES = PREFIX.append("caches");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (!PREFIX.equals(cause.getName()) && !PREFIX.isAncestorOf(cause.getName())) {
            return null;
        }
        UnboundConfigurationPropertiesException unknown =
                findCause(cause, UnboundConfigurationPropertiesException.class);
        if (unknown != null) {
            return unknown(unknown, rootFailure);
        }
        BindException deepest = deepest(cause);
        ConfigurationProperty property = deepest.getProperty();
        return property == null ? null : wrongKind(property, deepest, rootFailure);
    }

    /** Unlike the first, the last in the chain is about the property itself and not about the record around it. */
    private static BindException deepest(BindException cause) {
        BindException deepest = cause;
        for (Throwable next = cause; next != null; next = next.getCause()) {
            if (next instanceof BindException inner) {
                deepest = inner;
            }
        }
        return deepest;
    }

    private static FailureAnalysis wrongKind(ConfigurationProperty property, BindException cause, Throwable root) {
        ConfigurationPropertyName name = property.getName();
        Class<?> type = cause.getTarget().getType().resolve(Object.class);
        String what = type.isEnum() || type == Boolean.class ? "none of the allowed values" : "no " + word(type);
        String allowed = allowed(type, name);
        return SettingFailureAnalyzer.analysis(mistake(property, "it is " + what, allowed), root);
    }

    /** Three properties are called mode. */
    private static String allowed(Class<?> type, ConfigurationPropertyName name) {
        if (type == RefreshSettings.Mode.class) {
            return AllowedValues.REFRESH_MODE;
        }
        return type == ClearSettings.Mode.class
                ? AllowedValues.CLEAR_MODE
                : AllowedValues.of(name.getLastElement(Form.UNIFORM));
    }

    private static String word(Class<?> type) {
        return type == Long.class ? "number" : type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static FailureAnalysis unknown(UnboundConfigurationPropertiesException unknown, Throwable root) {
        ConfigurationProperty property =
                unknown.getUnboundProperties().iterator().next();
        ConfigurationPropertyName name = property.getName();
        StringBuilder reason = new StringBuilder("there is no such setting");
        unknown.getUnboundProperties().stream()
                .skip(1)
                .forEach(other -> reason.append(", nor ").append(other.getName()));
        if (CACHES.isAncestorOf(name) && name.getNumberOfElements() > CACHES.getNumberOfElements() + 2) {
            reason.append(
                    "; a cache's name that contains a dot must stand in brackets: cache-starter.caches[my.cache].ttl");
        }
        return SettingFailureAnalyzer.analysis(
                mistake(property, reason.toString(), String.join(", ", SettingKeys.beside(name))), root);
    }

    private static SettingMistake mistake(ConfigurationProperty property, String reason, String allowed) {
        String origin =
                property.getOrigin() == null ? null : property.getOrigin().toString();
        return new SettingMistake(property.getName().toString(), property.getValue(), origin, reason, allowed);
    }
}
