package io.github.cachestarter.autoconfigure;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.StringUtils;

/**
 * Why the starter stands back: the application decided otherwise, in a way that a library must not overrule.
 *
 * @param what what was found
 * @param remedy what to remove or add for the starter to work
 * @param wanted whether the application obviously wants no cache, so that it loses nothing
 */
record BackOff(String what, String remedy, boolean wanted) {

    private static final String TYPE = "spring.cache.type";
    private static final String RESOLVER = "cacheResolver";

    /** The reason that holds now; null: there is none. */
    static @Nullable BackOff reason(ConfigurableListableBeanFactory beans, Environment environment) {
        String type = environment.getProperty(TYPE);
        if (StringUtils.hasText(type)) {
            return ofType(type, environment);
        }
        if (beans.containsBean(RESOLVER)) {
            return new BackOff(
                    "the application has a bean '" + RESOLVER + "'" + definedIn(beans, RESOLVER),
                    "Remove that bean",
                    false);
        }
        // First: without Redis, the manager that is found when the report is written is the one that Boot makes
        // instead.
        if (OnRedis.isNeeded(environment) && names(beans, RedisConnectionFactory.class).length == 0) {
            return new BackOff(
                    "there is no Redis connection factory",
                    "Let Spring Boot configure Redis (spring.data.redis.*), or set cache-starter.mode=local,",
                    false);
        }
        String[] managers = names(beans, CacheManager.class);
        return managers.length > 0 ? ofManagers(managers, beans) : null;
    }

    /** The reason that a configurer gives by bringing its own manager or resolver, which the annotations then use. */
    static BackOff ofConfigurer(CachingConfigurer configurer, String method) {
        return new BackOff(
                "the CachingConfigurer " + configurer.getClass().getName() + " has a " + method
                        + "() of its own, which annotated methods use",
                "Remove that method",
                false);
    }

    private static BackOff ofManagers(String[] managers, ConfigurableListableBeanFactory beans) {
        String described = Arrays.stream(managers)
                .map(name -> "bean '" + name + "'" + definedIn(beans, name))
                .collect(Collectors.joining(", "));
        return new BackOff("the application has a CacheManager of its own: " + described, "Remove that bean", false);
    }

    private static String[] names(ConfigurableListableBeanFactory beans, Class<?> type) {
        return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false);
    }

    private static BackOff ofType(String type, Environment environment) {
        String origin = new SettingOrigins(environment).origin(TYPE);
        return new BackOff(
                TYPE + "=" + type + " is set" + (origin == null ? "" : " (" + origin + ")"),
                "Remove that line",
                "none".equalsIgnoreCase(type.strip()));
    }

    private static String definedIn(ConfigurableListableBeanFactory beans, String name) {
        if (!beans.containsBeanDefinition(name)) {
            return "";
        }
        BeanDefinition definition = beans.getBeanDefinition(name);
        String where = definition.getResourceDescription();
        return where == null ? "" : " (defined in " + where + ")";
    }

    /** The one line for the log. */
    String message() {
        return "The cache starter stands back, because " + what
                + ". Cached methods run without its timeouts, fallback and single loads. " + remedy
                + " to use it, or set cache-starter.enabled=false to end this message";
    }
}
