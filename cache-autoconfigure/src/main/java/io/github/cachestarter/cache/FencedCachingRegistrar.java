package io.github.cachestarter.cache;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.ProxyCachingConfiguration;

/**
 * Puts {@link FencedCacheInterceptor} in the place of Spring's interceptor, whoever enabled caching. Spring's own stays
 * as a hidden bean that knows what the application's {@code CachingConfigurer} says. An interceptor that the application
 * defined itself, and AspectJ mode, are left alone: their methods get Spring's plain get and put, which is said once.
 */
public final class FencedCachingRegistrar implements BeanDefinitionRegistryPostProcessor {

    private static final Logger log = LoggerFactory.getLogger(FencedCachingRegistrar.class);

    private static final String INTERCEPTOR = "cacheInterceptor";
    private static final String SOURCE = "cacheOperationSource";
    private static final String ORIGINAL = "cacheStarter.springCacheInterceptor";
    private static final String ASPECT = "org.springframework.cache.config.internalCacheAspect";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(ASPECT)) {
            unfenced("caching is enabled in AspectJ mode");
        }
        if (!registry.containsBeanDefinition(INTERCEPTOR)) {
            return;
        }
        BeanDefinition original = registry.getBeanDefinition(INTERCEPTOR);
        if (!isSprings(original, INTERCEPTOR)) {
            unfenced("the application defines its own bean '" + INTERCEPTOR + "'");
            return;
        }
        knowTags(registry);
        registry.removeBeanDefinition(INTERCEPTOR);
        original.setAutowireCandidate(false);
        registry.registerBeanDefinition(ORIGINAL, original);
        RootBeanDefinition fenced = new RootBeanDefinition(FencedCacheInterceptor.class);
        fenced.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        fenced.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        fenced.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(ORIGINAL));
        registry.registerBeanDefinition(INTERCEPTOR, fenced);
    }

    private static void knowTags(BeanDefinitionRegistry registry) {
        if (!registry.containsBeanDefinition(SOURCE) || !isSprings(registry.getBeanDefinition(SOURCE), SOURCE)) {
            return;
        }
        registry.removeBeanDefinition(SOURCE);
        RootBeanDefinition source = new RootBeanDefinition(AnnotationCacheOperationSource.class, Tags::operations);
        source.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        registry.registerBeanDefinition(SOURCE, source);
    }

    private static boolean isSprings(BeanDefinition definition, String method) {
        return method.equals(definition.getFactoryMethodName())
                && ProxyCachingConfiguration.class.getName().equals(definition.getFactoryBeanName());
    }

    private static void unfenced(String why) {
        log.warn(
                "Plain @Cacheable methods run without single load and fencing, because {}. A value that was loaded before"
                        + " an evict may be stored after it. Use proxy mode and Spring's own interceptor",
                why);
    }
}
