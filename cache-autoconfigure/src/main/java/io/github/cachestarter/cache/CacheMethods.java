package io.github.cachestarter.cache;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;

/**
 * The annotated methods of an application, as far as the types of its beans tell. No bean is made for it, so what hides
 * behind a lazy bean's interface is found at its first call only. Immutable.
 */
public final class CacheMethods {

    private static final Logger log = LoggerFactory.getLogger(CacheMethods.class);

    private final List<Use> uses;
    private final boolean complete;

    private CacheMethods(List<Use> uses, boolean complete) {
        this.uses = List.copyOf(uses);
        this.complete = complete;
    }

    /**
     * Looks at every bean's type. Never fails: what cannot be looked at is left out.
     *
     * @param source knows the operations of a method
     */
    public static CacheMethods scan(ConfigurableListableBeanFactory beans, CacheOperationSource source) {
        Set<Use> uses = new LinkedHashSet<>();
        boolean complete = true;
        for (String name : beans.getBeanDefinitionNames()) {
            try {
                for (Class<?> type : types(beans, name)) {
                    complete &= addUses(type, source, uses);
                }
            } catch (RuntimeException | LinkageError ex) {
                complete = false;
                log.debug("Could not look for cached methods in the bean '{}'", name, ex);
            }
        }
        return new CacheMethods(new ArrayList<>(uses), complete);
    }

    /** Every use of a cache by a method, once per class that has it. */
    public List<Use> uses() {
        return uses;
    }

    /** The names of all caches that methods use. */
    public Set<String> cacheNames() {
        return uses.stream().map(Use::cache).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The declared types of the values that methods put into a cache. */
    public Set<Type> valueTypes(String cache) {
        Set<Type> types = new LinkedHashSet<>();
        for (Use use : uses) {
            if (use.cache.equals(cache) && use.valueType != null) {
                types.add(use.valueType);
            }
        }
        return types;
    }

    /** Whether every cache is known that a method found here may use; not if a {@code CacheResolver} chooses some. */
    public boolean complete() {
        return complete;
    }

    private static Collection<Class<?>> types(ConfigurableListableBeanFactory beans, String name) {
        if (beans.getBeanDefinition(name).isAbstract()) {
            return List.of();
        }
        Object original =
                beans.getMergedBeanDefinition(name).getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
        Class<?> type = original instanceof Class<?> target ? target : beans.getType(name, false);
        if (type == null) {
            return List.of();
        }
        if (Proxy.isProxyClass(type)) {
            return List.of(type.getInterfaces());
        }
        return List.of(ClassUtils.getUserClass(type));
    }

    private static boolean addUses(Class<?> type, CacheOperationSource source, Set<Use> uses) {
        if (type.getName().startsWith("org.springframework.") || !source.isCandidateClass(type)) {
            return true;
        }
        Map<Method, Collection<CacheOperation>> methods =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<Collection<CacheOperation>>)
                        method -> operations(method, type, source));
        boolean complete = true;
        for (Map.Entry<Method, Collection<CacheOperation>> entry : methods.entrySet()) {
            Method method = entry.getKey();
            Type valueType = DeclaredTypes.of(method, type);
            boolean singly = SingleLoadOperations.areOneLoad(method, entry.getValue());
            for (CacheOperation operation : entry.getValue()) {
                Type stored = operation instanceof CacheEvictOperation ? null : valueType;
                complete &= !operation.getCacheNames().isEmpty();
                operation
                        .getCacheNames()
                        .forEach(cache -> uses.add(new Use(cache, type, method, stored, operation, singly)));
            }
        }
        return complete;
    }

    private static @Nullable Collection<CacheOperation> operations(
            Method method, Class<?> type, CacheOperationSource source) {
        if (Modifier.isPrivate(method.getModifiers())) {
            return null;
        }
        Collection<CacheOperation> operations = source.getCacheOperations(method, type);
        return operations == null || operations.isEmpty() ? null : operations;
    }

    /**
     * One cache used by one method.
     *
     * @param cache the cache's name
     * @param type the bean's class, or the interface of a proxy
     * @param valueType what it stores; null: it stores nothing
     * @param operation what it does with the cache, as it was declared
     * @param singly whether its misses run one load per key where the settings of the cache say so
     */
    public record Use(
            String cache,
            Class<?> type,
            Method method,
            @Nullable Type valueType,
            CacheOperation operation,
            boolean singly) {}
}
