package io.github.cachestarter.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds who uses Redis beside the cache: the beans that a connection factory or a template of Redis was given to. These
 * alone mean nothing, since Spring Boot always makes them. Spring Session takes its factory in a way that leaves no trace,
 * so its store is known by its package.
 *
 * <p>What looks a template up by hand is not seen; {@code management.health.redis.enabled: true} is for those.
 */
final class RedisUsers {

    private static final List<String> PLUMBING =
            List.of("org.springframework.data.redis.connection.", "org.springframework.data.redis.core.");
    private static final List<String> SESSIONS = List.of("org.springframework.session.data.redis.");
    private static final List<String> LISTENERS = List.of("org.springframework.data.redis.listener.");

    private final Set<String> listening = ConcurrentHashMap.newKeySet();
    private final ConfigurableListableBeanFactory beans;

    RedisUsers(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** The names of the beans that use Redis beside the cache, sorted. */
    List<String> find() {
        Set<String> users = new TreeSet<>();
        for (String name : beans.getBeanDefinitionNames()) {
            if (isFrom(SESSIONS, name)) {
                users.add(name);
            }
            if (isFrom(PLUMBING, name)) {
                users.addAll(List.of(beans.getDependentBeans(name)));
            }
        }
        users.removeIf(user -> isOurs(user) || isFrom(PLUMBING, user) || isIdleContainerOfBoot(user));
        return List.copyOf(users);
    }

    /**
     * Spring Boot makes a container for annotated listeners whether there are any or not. It counts from the moment on
     * that it was seen listening, also while Redis is away and it cannot.
     */
    private boolean isIdleContainerOfBoot(String bean) {
        if (listening.contains(bean) || !isFrom(LISTENERS, bean) || !isMadeByBoot(bean)) {
            return false;
        }
        Object container = beans.getSingleton(bean);
        if (container != null
                && Boolean.TRUE.equals(
                        PropertyAccessorFactory.forBeanPropertyAccess(container).getPropertyValue("listening"))) {
            listening.add(bean);
        }
        return !listening.contains(bean);
    }

    private boolean isMadeByBoot(String bean) {
        String maker = beans.containsBeanDefinition(bean)
                ? beans.getBeanDefinition(bean).getFactoryBeanName()
                : null;
        return maker != null && maker.startsWith("org.springframework.boot.");
    }

    private boolean isFrom(List<String> packages, String bean) {
        String type = typeName(bean);
        return type != null && packages.stream().anyMatch(type::startsWith);
    }

    private @Nullable String typeName(String bean) {
        Class<?> type = beans.containsBean(bean) ? beans.getType(bean, false) : null;
        return type == null ? null : type.getName();
    }

    private static boolean isOurs(String bean) {
        return bean.startsWith("cacheStarter") || bean.equals("redisHealthContributor");
    }
}
