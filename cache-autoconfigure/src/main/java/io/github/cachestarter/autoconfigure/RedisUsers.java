package io.github.cachestarter.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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
        users.removeIf(user -> isOurs(user) || isFrom(PLUMBING, user));
        return List.copyOf(users);
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
