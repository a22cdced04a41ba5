package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.testing.RedisServerProcess;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.repository.configuration.EnableRedisRepositories;
import org.springframework.data.repository.CrudRepository;

class RedisUsersTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class,
                    DataRedisReactiveAutoConfiguration.class,
                    DataRedisRepositoriesAutoConfiguration.class))
            .withUserConfiguration(NoRepositories.class);

    @Test
    void whatSpringBootMakesByItselfUsesNothing() {
        runner.run(context ->
                assertThat(new RedisUsers(context.getBeanFactory()).find()).isEmpty());
    }

    @Test
    void aTemplateThatTheApplicationMadeAndNobodyTakesUsesNothing() {
        runner.withUserConfiguration(OwnTemplate.class)
                .run(context -> assertThat(new RedisUsers(context.getBeanFactory()).find())
                        .isEmpty());
    }

    @Test
    void whoeverTakesATemplateIsAUser() {
        runner.withUserConfiguration(TakesTemplate.class)
                .run(context -> assertThat(new RedisUsers(context.getBeanFactory()).find())
                        .containsExactly("queue"));
    }

    @Test
    void whoeverTakesAConnectionFactoryIsAUser() {
        runner.withUserConfiguration(TakesFactory.class)
                .run(context -> assertThat(new RedisUsers(context.getBeanFactory()).find())
                        .containsExactly("listeners"));
    }

    @Test
    void aRepositoryIsAUser() {
        runner.withUserConfiguration(Repositories.class)
                .run(context -> assertThat(new RedisUsers(context.getBeanFactory()).find())
                        .singleElement()
                        .asString()
                        .containsIgnoringCase("carts"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableRedisRepositories(considerNestedRepositories = true, basePackageClasses = RedisUsersTests.class)
    static class Repositories {}

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = RedisServerProcess.class)
    static class NoRepositories {}

    @Configuration(proxyBeanMethods = false)
    static class OwnTemplate {

        @Bean
        RedisTemplate<Object, Object> ownTemplate(RedisConnectionFactory factory) {
            RedisTemplate<Object, Object> template = new RedisTemplate<>();
            template.setConnectionFactory(factory);
            return template;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TakesTemplate {

        @Bean
        Object queue(StringRedisTemplate template) {
            return "queue in " + template;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TakesFactory {

        @Bean
        RedisMessageListenerContainer listeners(RedisConnectionFactory factory) {
            RedisMessageListenerContainer container = new RedisMessageListenerContainer();
            container.setConnectionFactory(factory);
            return container;
        }
    }

    @RedisHash("carts")
    record Cart(@Id String id) {}

    public interface Carts extends CrudRepository<Cart, String> {}
}
