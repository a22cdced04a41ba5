package io.github.cachestarter.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The keys that exist, read from the records that they are bound to. */
final class SettingKeys {

    private SettingKeys() {}

    /** The keys that exist where this name leaves the known ones, in the order of their declaration. */
    static List<String> beside(ConfigurationPropertyName name) {
        Class<?> owner = CacheStarterProperties.class;
        for (int i = 1; i < name.getNumberOfElements(); i++) {
            RecordComponent component = component(owner, name.getElement(i, Form.UNIFORM));
            if (component == null) {
                break;
            }
            if (component.getType() == Map.class) {
                owner = valueType(component);
                i++;
            } else if (component.getType().isRecord()) {
                owner = component.getType();
            } else {
                break;
            }
        }
        return of(owner);
    }

    /** The keys of one record. */
    static List<String> of(Class<?> owner) {
        return Arrays.stream(owner.getRecordComponents())
                .map(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .toList();
    }

    private static @Nullable RecordComponent component(Class<?> owner, String uniform) {
        return Arrays.stream(owner.getRecordComponents())
                .filter(component -> component.getName().equalsIgnoreCase(uniform))
                .findFirst()
                .orElse(null);
    }

    private static Class<?> valueType(RecordComponent map) {
        return (Class<?>) ((ParameterizedType) map.getGenericType()).getActualTypeArguments()[1];
    }
}
