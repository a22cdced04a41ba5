package io.github.cachestarter.autoconfigure;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds out whether observations would be of use to anybody. With Actuator alone Spring Boot makes meters of them, and those
 * the caches have already: then none are made. A registry does not tell who handles its observations, so this looks at what
 * the application has: handlers of another kind (those of Micrometer Tracing for example), a customizer of the registry, or
 * a registry of its own.
 */
final class ObservationHandlers {

    private static final String OF_METERS = "io.micrometer.core.instrument.observation.MeterObservationHandler";
    private static final String CUSTOMIZER =
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer";

    private final ListableBeanFactory beans;

    ObservationHandlers(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** This registry, or the one that does nothing if only meters would be made of what it hears. */
    ObservationRegistry of(ObservationRegistry registry) {
        boolean usual = registry.getClass() == ObservationRegistry.create().getClass();
        return usual && !others() && !hasCustomizer() ? ObservationRegistry.NOOP : registry;
    }

    private boolean others() {
        String[] all = beans.getBeanNamesForType(ObservationHandler.class);
        return all.length > names(OF_METERS).length;
    }

    private boolean hasCustomizer() {
        return names(CUSTOMIZER).length > 0;
    }

    /** The beans of a type that may not be there. */
    private String[] names(String type) {
        ClassLoader loader = ObservationHandlers.class.getClassLoader();
        return ClassUtils.isPresent(type, loader)
                ? beans.getBeanNamesForType(ClassUtils.resolveClassName(type, loader))
                : new String[0];
    }
}
