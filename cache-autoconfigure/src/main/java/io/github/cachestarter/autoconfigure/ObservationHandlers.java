package io.github.cachestarter.autoconfigure;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.Arrays;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds out whether observations would be of use to anybody. With Actuator alone Spring Boot makes meters of them, and those
 * the caches have already: then none are made. A registry does not tell who handles its observations, so this looks at what
 * the application has: handlers of another kind (those of Micrometer Tracing for example), a customizer of the registry, or
 * a registry that Spring Boot has not made.
 */
final class ObservationHandlers {

    private static final String OF_METERS = "io.micrometer.core.instrument.observation.MeterObservationHandler";
    private static final String PACKAGE = "org.springframework.boot.micrometer.observation.autoconfigure.";
    private static final String CUSTOMIZER = PACKAGE + "ObservationRegistryCustomizer";
    private static final String MAKER = PACKAGE + "ObservationAutoConfiguration";

    private final ConfigurableListableBeanFactory beans;

    ObservationHandlers(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** This registry, or the one that does nothing if only meters would be made of what it hears. */
    ObservationRegistry of(ObservationRegistry registry) {
        return isOfBoot() && !hasOthers() && names(CUSTOMIZER).length == 0 ? ObservationRegistry.NOOP : registry;
    }

    private boolean isOfBoot() {
        return Arrays.stream(beans.getBeanNamesForType(ObservationRegistry.class))
                .allMatch(name -> beans.containsBeanDefinition(name)
                        && MAKER.equals(beans.getBeanDefinition(name).getFactoryBeanName()));
    }

    private boolean hasOthers() {
        return beans.getBeanNamesForType(ObservationHandler.class).length > names(OF_METERS).length;
    }

    /** The beans of a type that may not be there. */
    private String[] names(String type) {
        ClassLoader loader = ObservationHandlers.class.getClassLoader();
        return ClassUtils.isPresent(type, loader)
                ? beans.getBeanNamesForType(ClassUtils.resolveClassName(type, loader))
                : new String[0];
    }
}
