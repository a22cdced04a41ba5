package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.Findings;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

class CacheMethodsTests {

    private final CacheRig rig = new CacheRig();
    private final List<Finding> findings = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everyUseIsFoundWithItsType() {
        CacheMethods methods = scan(Beans.class);
        assertThat(methods.cacheNames()).containsExactlyInAnyOrder("books", "lazy", "shops", "made");
        assertThat(methods.valueTypes("books").stream().map(Type::getTypeName))
                .containsExactlyInAnyOrder("java.lang.String", "java.util.List<java.lang.String>");
        assertThat(methods.valueTypes("shops")).containsExactly(Integer.class);
        assertThat(methods.complete()).isTrue();
    }

    @Test
    void noBeanIsMadeForIt() {
        scan(Beans.class);
        assertThat(rig.context().getBeanFactory().containsSingleton("lazyService"))
                .isFalse();
        assertThat(rig.context().getBeanFactory().containsSingleton("lazyFactory"))
                .isFalse();
    }

    @Test
    void aResolverLeavesTheNamesOpen() {
        assertThat(scan(Resolved.class).complete()).isFalse();
    }

    @Test
    void namesOnOneSideOnlyAreReportedOnce() {
        CacheMethods methods = scan(Beans.class);
        CacheNamesCheck.report(
                methods,
                Set.of("books", "lazy", "shops", "boks"),
                Set.of("books", "lazy", "shops", "boks"),
                true,
                sink());
        assertThat(findings).extracting(Finding::code).containsExactlyInAnyOrder("cache-unused", "cache-unconfigured");
        assertThat(findings).extracting(Finding::subject).containsExactlyInAnyOrder("boks", "made");
        assertThat(findings).extracting(Finding::message).anyMatch(message -> message.contains("Made.find"));
    }

    @Test
    void aCacheThatWillNotBeCreatedIsAnError() {
        CacheNamesCheck.report(
                scan(Beans.class), Set.of("books", "lazy", "shops"), Set.of("books", "lazy", "shops"), false, sink());
        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.ERROR);
    }

    @Test
    void whatAResolverMayUseIsNotCalledUnused() {
        CacheNamesCheck.report(scan(Resolved.class), Set.of("boks"), Set.of("boks"), true, sink());
        assertThat(findings).isEmpty();
    }

    private CacheMethods scan(Class<?> configuration) {
        rig.start(configuration);
        AnnotationConfigApplicationContext context = rig.context();
        return CacheMethods.scan(context.getBeanFactory(), context.getBean(CacheOperationSource.class));
    }

    private Findings sink() {
        return new Findings() {
            @Override
            public void report(Finding finding) {
                findings.add(finding);
            }

            @Override
            public void resolve(String code, String subject) {}
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        BookService books() {
            return new BookService();
        }

        @Bean
        Shops shops() {
            return new ShopService();
        }

        @Bean
        @Lazy
        LazyService lazyService() {
            return new LazyService();
        }

        @Bean
        @Lazy
        MadeFactory lazyFactory() {
            return new MadeFactory();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Resolved {

        @Bean
        ResolvedService resolved() {
            return new ResolvedService();
        }
    }

    @CacheConfig(cacheNames = "books")
    static class BookService {

        @Cacheable
        public String find(int id) {
            return "book";
        }

        @Cacheable
        public List<String> all() {
            return List.of();
        }

        @CacheEvict
        public int remove(int id) {
            return 1;
        }
    }

    interface Shops {

        int count();
    }

    static class ShopService implements Shops {

        @Override
        @Cacheable("shops")
        public int count() {
            return 1;
        }
    }

    static class LazyService {

        @Cacheable("lazy")
        public String find() {
            return "lazy";
        }
    }

    static class MadeFactory implements FactoryBean<Made> {

        @Override
        public Made getObject() {
            return () -> "made";
        }

        @Override
        public Class<?> getObjectType() {
            return Made.class;
        }
    }

    interface Made {

        @Cacheable("made")
        String find();
    }

    static class ResolvedService {

        @Cacheable(cacheResolver = "chosenLater")
        public String find() {
            return "resolved";
        }
    }
}
