package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.cache.FencedCachingRegistrar;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Switches the cache annotations on where the application has not done so itself; its own {@code @EnableCaching} wins with
 * everything it says (mode, order, kind of proxies). Proxies are made as Spring Boot makes them for everything else.
 */
@Configuration(proxyBeanMethods = false)
class AnnotationsConfiguration {

    @Bean
    static FencedCachingRegistrar cacheStarterFencedCachingRegistrar() {
        return new FencedCachingRegistrar();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(CacheAspectSupport.class)
    @ConditionalOnBooleanProperty(name = "spring.aop.proxy-target-class", matchIfMissing = true)
    @EnableCaching(proxyTargetClass = true)
    static class ClassProxies {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(CacheAspectSupport.class)
    @ConditionalOnBooleanProperty(name = "spring.aop.proxy-target-class", havingValue = false)
    @EnableCaching
    static class InterfaceProxies {}
}
