package io.github.cachestarter.history;

import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.redis.BreakerState;
import io.github.cachestarter.redis.RedisAccess;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.data.redis.core.StringRedisTemplate;

/** One instance of the application: a Spring context with the real auto-configuration, or with a naive cache. */
final class Application implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Application(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Application start(Mode mode, int redisPort, int databasePort) {
        SpringApplication application = new SpringApplication(mode.naive() ? Naive.class : Starter.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=" + mode,
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redisPort,
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--database.port=" + databasePort,
                "--naive.local=" + (mode == Mode.NAIVE_LOCAL)));
        arguments.addAll(mode.arguments());
        return new Application(application.run(arguments.toArray(String[]::new)));
    }

    Rows rows() {
        return context.getBean(Rows.class);
    }

    Cache cache() {
        return context.getBean(CacheManager.class).getCache(Rows.CACHE);
    }

    HeardFailures heard() {
        return context.getBean(HeardFailures.class);
    }

    /** Whether this instance's breaker lets nothing through. */
    boolean outage() {
        RedisAccess access = context.getBeanProvider(RedisAccess.class).getIfAvailable();
        return access != null && access.breaker() != BreakerState.CLOSED;
    }

    /** Whether every change of this instance has reached Redis. */
    boolean repaired() {
        return context.getBeanProvider(RepairQueue.class).stream().allMatch(RepairQueue::isEmpty);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(AutoConfigurations.class)
    static class Starter {

        @Bean
        HeardFailures heardFailures() {
            return new HeardFailures();
        }

        @Bean
        Rows rows(Environment environment) {
            return new Rows(new DatabaseClient(environment.getRequiredProperty("database.port", Integer.class)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Naive extends Starter {

        @Bean
        CacheManager cacheManager(StringRedisTemplate redis, Environment environment) {
            return new NaiveCacheManager(redis, environment.getRequiredProperty("naive.local", Boolean.class));
        }
    }

    /** After the application's own beans and in their order, as Spring Boot imports them; all others stay out. */
    static class AutoConfigurations implements DeferredImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return new String[] {
                DataRedisAutoConfiguration.class.getName(),
                AopAutoConfiguration.class.getName(),
                "io.github.cachestarter.autoconfigure.CacheStarterAutoConfiguration",
                CacheAutoConfiguration.class.getName()
            };
        }
    }
}
