package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.cache.FencedCacheInterceptor;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.FindingsRegister;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheConfiguration;

/** Each condition under which the starter works or stands back. No Redis is there: an application starts without. */
@ExtendWith(OutputCaptureExtension.class)
class CacheStarterAutoConfigurationTests {

    private static final String STANDS_BACK = "The cache starter stands back";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.data.redis.port=1")
            .withConfiguration(AutoConfigurations.of(
                    CacheStarterAutoConfiguration.class,
                    CacheStarterBackOffAutoConfiguration.class,
                    CacheAutoConfiguration.class,
                    DataRedisAutoConfiguration.class,
                    AopAutoConfiguration.class,
                    TaskExecutionAutoConfiguration.class));

    @Test
    void one_dependency_is_enough(CapturedOutput output) {
        runner.withUserConfiguration(Service.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(CacheManager.class);
            assertThat(context.getBean(CacheManager.class)).isInstanceOf(TieredCacheManager.class);
            assertThat(context).hasBean("cacheManager");
            assertThat(context.getBean("cacheInterceptor")).isInstanceOf(FencedCacheInterceptor.class);
            assertThat(AopUtils.isCglibProxy(context.getBean(Service.class))).isTrue();
            assertThat(output).doesNotContain(STANDS_BACK).doesNotContain("is not eligible for getting processed");
        });
    }

    @Test
    void hot_keys_are_recorded_where_beans_are_made_lazily_as_well() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(context.getBeanFactory().containsSingleton("cacheStarterHotKeyRecorder"))
                        .isTrue());
    }

    @Test
    void a_redis_that_is_away_at_start_does_not_keep_methods_from_answering() {
        runner.withUserConfiguration(Service.class).run(context -> {
            Service service = context.getBean(Service.class);

            assertThat(service.price("a")).isEqualTo("price of a");
            assertThat(service.price("a")).isEqualTo("price of a");
        });
    }

    @Test
    void stands_back_for_an_own_cache_manager_and_says_so_once(CapturedOutput output) {
        runner.withUserConfiguration(Service.class, OwnManager.class).run(context -> {
            assertThat(context).hasSingleBean(CacheManager.class).doesNotHaveBean(CacheSettingsResolver.class);
            assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcurrentMapCacheManager.class);
        });
        assertThat(output.getOut().lines().filter(line -> line.contains(STANDS_BACK)))
                .singleElement()
                .asString()
                .contains("WARN", "CacheManager of its own: bean 'ownManager'", "OwnManager", "Remove that bean");
    }

    @Test
    void stands_back_for_a_cache_resolver(CapturedOutput output) {
        runner.withUserConfiguration(OwnResolver.class)
                .run(context -> assertThat(context).doesNotHaveBean(CacheManager.class));

        assertThat(output).contains(STANDS_BACK).contains("bean 'cacheResolver'");
    }

    @Test
    void stands_back_for_a_cache_type_and_names_the_line_to_remove(CapturedOutput output) {
        runner.withUserConfiguration(Caching.class)
                .withPropertyValues("spring.cache.type=simple")
                .run(context ->
                        assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcurrentMapCacheManager.class));

        assertThat(output)
                .contains(STANDS_BACK)
                .contains("spring.cache.type=simple is set")
                .contains("Remove that line");
    }

    @Test
    void an_application_that_wants_no_cache_is_not_warned(CapturedOutput output) {
        runner.withPropertyValues("spring.cache.type=none")
                .run(context -> assertThat(context).doesNotHaveBean(CacheManager.class));

        assertThat(output.getOut().lines().filter(line -> line.contains(STANDS_BACK)))
                .singleElement()
                .asString()
                .contains("INFO");
    }

    @Test
    void switched_off_it_does_and_says_nothing(CapturedOutput output) {
        runner.withPropertyValues("cache-starter.enabled=false", "cache-starter.unknown=1")
                .withUserConfiguration(OwnManager.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheSettingsResolver.class));

        assertThat(output).doesNotContain(STANDS_BACK);
    }

    @Test
    void stands_back_without_a_redis_connection_factory(CapturedOutput output) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        CacheStarterAutoConfiguration.class, CacheStarterBackOffAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));

        assertThat(output).contains(STANDS_BACK).contains("there is no Redis connection factory");
    }

    @Test
    void the_applications_own_annotation_wins_with_everything_it_says() {
        runner.withUserConfiguration(Caching.class, Service.class).run(context -> {
            assertThat(context.getBean("cacheInterceptor")).isInstanceOf(FencedCacheInterceptor.class);
            assertThat(context.getBean(BeanFactoryCacheOperationSourceAdvisor.class)
                            .getOrder())
                    .isEqualTo(17);
            assertThat(context.getBean(CacheManager.class)).isInstanceOf(TieredCacheManager.class);
        });
    }

    @Test
    void proxies_are_made_of_interfaces_where_the_application_says_so() {
        runner.withUserConfiguration(Service.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(context -> assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Prices.class)))
                        .isTrue());
    }

    @Test
    void an_application_with_a_caching_configurer_keeps_it() {
        runner.withUserConfiguration(OwnConfigurer.class, Service.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(CachingConfigurer.class);
            assertThat(context.getBean(Service.class).price("a")).isEqualTo("price of a");
        });
    }

    @Test
    void an_error_handler_of_the_application_hears_of_failures_and_cannot_break_the_call() {
        runner.withUserConfiguration(OwnConfigurer.class, Service.class).run(context -> {
            context.getBean(Service.class).price("a");

            assertThat(context.getBean(OwnConfigurer.class).heard).isPositive();
        });
    }

    @Test
    void customizers_of_the_manager_are_applied() {
        CacheManagerCustomizer<TieredCacheManager> customizer = manager -> manager.getCache("from-a-customizer");

        runner.withBean("customizer", CacheManagerCustomizer.class, () -> customizer)
                .run(context -> assertThat(context.getBean(CacheManager.class).getCacheNames())
                        .contains("from-a-customizer"));
    }

    @Test
    void configured_caches_exist_from_the_start_and_others_on_demand() {
        runner.withPropertyValues("cache-starter.caches.products.ttl=1m", "spring.cache.cache-names=prices")
                .run(context -> {
                    CacheManager manager = context.getBean(CacheManager.class);

                    assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("prices", "products");
                    assertThat(manager.getCache("more")).isInstanceOf(TieredCache.class);
                });
    }

    @Test
    void names_that_do_not_match_are_said_at_start(CapturedOutput output) {
        runner.withUserConfiguration(Service.class)
                .withPropertyValues("cache-starter.caches.price.ttl=1m")
                .run(context -> assertThat(context.getBean(CacheManager.class).getCacheNames())
                        .containsExactlyInAnyOrder("price", "prices"));

        assertThat(output)
                .contains("used but not configured below cache-starter.caches: they have the defaults: [prices]")
                .contains("configured below cache-starter.caches but used by no annotated method: [price]")
                .contains("Cache starter: mode tiered, Redis at localhost:1, keys begin with 'app:',"
                        + " 1 cache configured (price), others are created on demand");
    }

    @Test
    void methods_whose_nulls_are_not_cached_are_named_at_start(CapturedOutput output) {
        runner.withUserConfiguration(Lookups.class)
                .withPropertyValues("cache-starter.caches.kept.null-ttl=30s", "cache-starter.caches.off.enabled=false")
                .run(context -> assertThat(output.getAll().lines().filter(line -> line.contains("may return nothing")))
                        .singleElement()
                        .asString()
                        .contains("cache-starter.caches.found.null-ttl: 30s")
                        .contains("{found=[Lookups.find, Lookups.name]}"));
    }

    @Test
    void what_spring_was_told_in_vain_is_said_at_start(CapturedOutput output) {
        runner.withPropertyValues("spring.cache.redis.use-key-prefix=false").run(context -> {});

        assertThat(output.getOut().lines().filter(line -> line.contains("use-key-prefix=false is not possible")))
                .singleElement()
                .asString()
                .contains("WARN");
    }

    @Test
    void a_refused_type_starts_with_a_finding_or_stops_the_start(CapturedOutput output) {
        ApplicationContextRunner refused = runner.withUserConfiguration(Refused.class);

        refused.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(FindingsRegister.class).current())
                    .anySatisfy(finding -> assertThat(finding.code()).isEqualTo("value-refused"));
        });
        assertThat(output).contains("value-refused");
        FailureAnalysis failure =
                SettingsContext.failureOf(refused.withPropertyValues("cache-starter.values.on-refused=fail"));
        assertThat(failure.getDescription()).contains("The cache 'threads' cannot keep values of");
        assertThat(failure.getAction()).contains("cache-starter.values.on-refused=local");
    }

    @Test
    void without_creation_on_demand_there_are_only_the_named_caches() {
        runner.withPropertyValues("cache-starter.caches.products.ttl=1m", "cache-starter.create-on-demand=false")
                .run(context -> {
                    assertThat(context.getBean(CacheManager.class).getCache("more"))
                            .isNull();
                    assertThat(context.getBean(CacheManager.class).getCache("products"))
                            .isNotNull();
                });
    }

    @Test
    void a_cache_that_spring_was_told_of_is_not_called_missing(CapturedOutput output) {
        runner.withUserConfiguration(Service.class)
                .withPropertyValues("cache-starter.create-on-demand=false", "spring.cache.cache-names=prices")
                .run(context -> assertThat(
                                context.getBean(FindingsRegister.class).current())
                        .isEmpty());
        RedisCacheManagerBuilderCustomizer customizer =
                builder -> builder.withCacheConfiguration("prices", RedisCacheConfiguration.defaultCacheConfig());
        runner.withUserConfiguration(Service.class)
                .withBean(RedisCacheManagerBuilderCustomizer.class, () -> customizer)
                .withPropertyValues("cache-starter.create-on-demand=false")
                .run(context -> assertThat(
                                context.getBean(FindingsRegister.class).current())
                        .isEmpty());

        assertThat(output).doesNotContain("does not exist");
    }

    @Test
    void a_missing_cache_is_said_once(CapturedOutput output) {
        runner.withUserConfiguration(Service.class)
                .withPropertyValues("cache-starter.create-on-demand=false")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output.getOut().lines().filter(line -> line.contains("prices")))
                .singleElement()
                .asString()
                .contains("WARN", "The cache 'prices' of Service.price does not exist");
    }

    @Test
    void what_applications_inject_from_boots_own_configuration_is_still_there() {
        runner.run(context -> assertThat(context).hasSingleBean(CacheProperties.class));
    }

    @Test
    void the_applications_task_executor_stays() {
        runner.run(context -> assertThat(context).hasBean("applicationTaskExecutor"));
    }

    @Test
    void a_context_that_closes_ends_its_threads() {
        runner.run(context -> {
            CacheThreads threads = context.getBean(CacheThreads.class);
            context.getSourceApplicationContext().close();

            assertThat(((ExecutorService) threads.executor()).isShutdown()).isTrue();
        });
    }

    @Test
    void both_parts_are_registered() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
                .contains(
                        CacheStarterAutoConfiguration.class.getName(),
                        CacheStarterBackOffAutoConfiguration.class.getName());
    }

    interface Prices {
        String price(String id);
    }

    static class Service implements Prices {

        @Override
        @Cacheable("prices")
        public String price(String id) {
            return "price of " + id;
        }
    }

    static class Refused {

        @Cacheable("threads")
        public Thread thread() {
            return Thread.currentThread();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(order = 17)
    static class Caching {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class OwnManager {

        @Bean
        CacheManager ownManager() {
            return new ConcurrentMapCacheManager();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnResolver {

        @Bean
        CacheResolver cacheResolver() {
            return new SimpleCacheResolver(new ConcurrentMapCacheManager());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnConfigurer implements CachingConfigurer {

        int heard;

        @Override
        public CacheErrorHandler errorHandler() {
            return new SimpleCacheErrorHandler() {
                @Override
                public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
                    heard++;
                    super.handleCacheGetError(exception, cache, key);
                }
            };
        }
    }

    static class Lookups {

        @Cacheable("found")
        public Optional<String> find(String key) {
            return Optional.empty();
        }

        @Cacheable("found")
        public @Nullable String name(String key) {
            return null;
        }

        @Cacheable(value = "found", unless = "#result == null")
        public Optional<String> refused(String key) {
            return Optional.empty();
        }

        @Cacheable(value = "found", cacheManager = "another")
        public Optional<String> managedElsewhere(String key) {
            return Optional.empty();
        }

        @Cacheable(value = "found", cacheResolver = "another")
        public Optional<String> resolvedElsewhere(String key) {
            return Optional.empty();
        }

        @Cacheable("found")
        public String always(String key) {
            return key;
        }

        @Cacheable("kept")
        public Optional<String> kept(String key) {
            return Optional.empty();
        }

        @Cacheable("off")
        public Optional<String> off(String key) {
            return Optional.empty();
        }
    }
}
