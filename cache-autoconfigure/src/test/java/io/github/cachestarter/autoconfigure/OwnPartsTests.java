package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.cache.TieredCacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.context.annotation.Configuration;

/** What the log says where the application brings parts of its own, and which of them are taken. No Redis is there. */
@ExtendWith(OutputCaptureExtension.class)
class OwnPartsTests {

    private static final String STANDS_BACK = "The cache starter stands back";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.data.redis.port=1")
            .withConfiguration(AutoConfigurations.of(
                    CacheStarterAutoConfiguration.class,
                    CacheStarterBackOffAutoConfiguration.class,
                    CacheAutoConfiguration.class,
                    DataRedisAutoConfiguration.class,
                    AopAutoConfiguration.class));

    @Test
    void a_manager_that_boot_makes_for_want_of_redis_is_not_called_the_applications(CapturedOutput output) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        CacheStarterAutoConfiguration.class,
                        CacheStarterBackOffAutoConfiguration.class,
                        CacheAutoConfiguration.class))
                .withUserConfiguration(Caching.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(CacheManager.class));

        assertThat(output).contains("there is no Redis connection factory").doesNotContain("of its own");
    }

    @Test
    void a_configurer_that_brings_its_own_manager_is_named(CapturedOutput output) {
        runner.withUserConfiguration(ManagingConfigurer.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output.getOut().lines().filter(line -> line.contains(STANDS_BACK)))
                .singleElement()
                .asString()
                .contains("WARN", "ManagingConfigurer has a cacheManager() of its own", "Remove that method");
    }

    @Test
    void a_configurer_that_returns_the_starters_manager_is_no_reason_to_warn(CapturedOutput output) {
        runner.withUserConfiguration(ForwardingConfigurer.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output).doesNotContain(STANDS_BACK);
    }

    @Test
    void of_two_error_handlers_neither_is_taken(CapturedOutput output) {
        RemoteException noReply = new RemoteException(RemoteException.Reason.TIMEOUT, "no reply", null);
        runner.withUserConfiguration(Service.class)
                .withBean("one", CacheErrorHandler.class, SimpleCacheErrorHandler::new)
                .withBean("two", CacheErrorHandler.class, SimpleCacheErrorHandler::new)
                .run(context -> {
                    assertThat(context.getBean(Service.class).price("a")).isEqualTo("price of a");
                    // By hand: once the breaker is open nothing is said, and that may be before the call.
                    context.getBean(FailureReporters.class)
                            .forCache("prices")
                            .failed(Operation.GET, noReply, new EntryKey("prices", "a", "app:1:prices:a"));
                });

        assertThat(output).contains("ThrottledCacheErrorHandler").contains("A read of the cache 'prices' failed");
    }

    static class Service {

        @Cacheable("prices")
        public String price(String id) {
            return "price of " + id;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    @Configuration(proxyBeanMethods = false)
    static class ManagingConfigurer implements CachingConfigurer {

        @Override
        public CacheManager cacheManager() {
            return new ConcurrentMapCacheManager();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ForwardingConfigurer implements CachingConfigurer {

        @Autowired
        private ObjectProvider<TieredCacheManager> starters;

        @Override
        public CacheManager cacheManager() {
            return starters.getObject();
        }
    }
}
