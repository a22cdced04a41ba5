package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

class FencedCachingTests {

    private final CacheRig rig = new CacheRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void springsInterceptorIsReplacedAndTheOnlyCandidate() {
        rig.start(Plain.class);
        assertThat(rig.context().getBean("cacheInterceptor")).isInstanceOf(FencedCacheInterceptor.class);
        assertThat(rig.context().getBeanProvider(CacheInterceptor.class).getIfUnique())
                .isInstanceOf(FencedCacheInterceptor.class);
    }

    @Test
    void anInterceptorOfTheApplicationIsLeftAlone() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBeanDefinition("cacheInterceptor", new RootBeanDefinition(CacheInterceptor.class));
            new FencedCachingRegistrar().postProcessBeanDefinitionRegistry(context);
            assertThat(context.getBeanDefinition("cacheInterceptor").getBeanClassName())
                    .isEqualTo(CacheInterceptor.class.getName());
        }
    }

    @Test
    void aContextWithoutCachingIsLeftAlone() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            new FencedCachingRegistrar().postProcessBeanDefinitionRegistry(context);
            assertThat(context.getBeanDefinitionCount()).isZero();
        }
    }

    @Test
    void theApplicationsKeyGeneratorAndErrorHandlerAreHonoured() {
        Plain plain = rig.start(Plain.class, Configured.class);
        plain.find(1);
        plain.put(2);
        assertThat(rig.held("things", "find[1]")).isEqualTo("entry");
        assertThat(rig.held("things", "put[2]")).isEqualTo("entry");
        FencedCacheInterceptor interceptor = rig.context().getBean(FencedCacheInterceptor.class);
        assertThat(((ViewErrorHandler) interceptor.getErrorHandler()).handler()).isInstanceOf(OwnErrorHandler.class);
    }

    @Test
    void aResolverOfTheApplicationMayGiveSeveralCachesAndOtherPeoples() {
        Plain plain = rig.start(Plain.class, Resolving.class);
        plain.find(1);
        plain.find(1);
        assertThat(plain.calls()).hasValue(1);
        assertThat(rig.held("things", 1)).isEqualTo("entry");
        assertThat(rig.context().getBean(ConcurrentMapCache.class).get(1).get()).isEqualTo("thing 1");
    }

    @Test
    void springsOwnRestrictionsOnSyncAreStillReported() {
        Restricted restricted = rig.start(Restricted.class);
        assertThatThrownBy(() -> restricted.severalCaches(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("single cache");
        assertThatThrownBy(() -> restricted.unless(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unless");
    }

    @Test
    void annotationsOnInterfacesOfProxiesAreFound() {
        Catalogue catalogue = rig.start(Catalogue.class, ListedCatalogue.class);
        assertThat(catalogue.find(1)).isEqualTo("listed 1");
        assertThat(catalogue.find(1)).isEqualTo("listed 1");
        assertThat(rig.store.commands).containsExactly("get", "acquire", "store", "get");
    }

    @Test
    void packagePrivateMethodsAndClassesAreCached() {
        Hidden hidden = rig.start(Hidden.class);
        hidden.find(1);
        hidden.find(1);
        assertThat(hidden.calls()).hasValue(1);
    }

    @Test
    void aMethodMayCallAnotherCachedOneForItsValue() {
        Outer outer = rig.start(Outer.class, Plain.class);
        assertThat(outer.find(1)).isEqualTo("outer thing 1");
        assertThat(outer.findFenced(2)).isEqualTo("outer thing 2");
        assertThat(rig.held("things", 1)).isEqualTo("entry");
        assertThat(rig.held("outer", 1)).isEqualTo("entry");
        assertThat(rig.held("things", 2)).isEqualTo("entry");
        assertThat(rig.held("outer", 2)).isEqualTo("entry");
    }

    static class Plain {

        private final AtomicInteger calls = new AtomicInteger();

        AtomicInteger calls() {
            return calls;
        }

        @Cacheable("things")
        public String find(int id) {
            calls.incrementAndGet();
            return "thing " + id;
        }

        @CachePut("things")
        public String put(int id) {
            return "thing " + id;
        }
    }

    static class Outer {

        private final Plain plain;

        Outer(Plain plain) {
            this.plain = plain;
        }

        @Cacheable("outer")
        public String find(int id) {
            return "outer " + plain.find(id);
        }

        @Cacheable(value = "outer", unless = "#result == null")
        public String findFenced(int id) {
            return "outer " + plain.find(id);
        }
    }

    static class Restricted {

        @Cacheable(
                value = {"things", "others"},
                sync = true)
        public String severalCaches(int id) {
            return "never";
        }

        @Cacheable(value = "things", sync = true, unless = "#result == null")
        public String unless(int id) {
            return "never";
        }
    }

    interface Catalogue {

        @Cacheable("listed")
        String find(int id);
    }

    static class ListedCatalogue implements Catalogue {

        @Override
        public String find(int id) {
            return "listed " + id;
        }
    }

    static class Hidden {

        private final AtomicInteger calls = new AtomicInteger();

        AtomicInteger calls() {
            return calls;
        }

        @Cacheable("hidden")
        String find(int id) {
            return "hidden " + calls.incrementAndGet();
        }
    }

    static class OwnErrorHandler extends SimpleCacheErrorHandler {}

    @Configuration(proxyBeanMethods = false)
    static class Configured implements CachingConfigurer {

        @Override
        public KeyGenerator keyGenerator() {
            return (target, method, arguments) -> method.getName() + List.of(arguments);
        }

        @Override
        public CacheErrorHandler errorHandler() {
            return new OwnErrorHandler();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Resolving {

        @Bean
        ConcurrentMapCache map() {
            return new ConcurrentMapCache("map");
        }

        @Bean
        CachingConfigurer configurer(ConcurrentMapCache map, TieredCacheManager manager) {
            List<Cache> both = List.of(manager.getCache("things"), map);
            return new CachingConfigurer() {
                @Override
                public CacheResolver cacheResolver() {
                    return context -> both;
                }
            };
        }
    }
}
