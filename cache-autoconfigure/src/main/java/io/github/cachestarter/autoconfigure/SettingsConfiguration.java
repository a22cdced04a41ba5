package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheTypeCustomizer;
import io.github.cachestarter.ValueCodec;
import io.github.cachestarter.codec.serial.JavaCodec;
import io.github.cachestarter.codec.state.RegisteredTypes;
import io.github.cachestarter.codec.state.StateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.data.redis.cache.RedisCacheConfiguration;

/**
 * From what was written to what holds. Boot's {@link CacheProperties} are a bean here because Boot's own cache
 * configuration, which provides them otherwise, stands back, and applications inject them.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CacheStarterProperties.class, CacheProperties.class})
class SettingsConfiguration {

    @Bean
    StockSettings cacheStarterStockSettings(
            ConfigurableEnvironment environment,
            ObjectProvider<RedisCacheConfiguration> configuration,
            ObjectProvider<RedisCacheManagerBuilderCustomizer> customizers) {
        return StockSettingsReader.read(
                environment,
                configuration.getIfAvailable(),
                customizers.orderedStream().toList());
    }

    @Bean
    SettingChecks cacheStarterSettingChecks(ConfigurableEnvironment environment, ResourceLoader resourceLoader) {
        SettingOrigins origins = new SettingOrigins(environment);
        CacheNameSpelling.check(environment, origins);
        return new SettingChecks(origins, resourceLoader.getClassLoader());
    }

    @Bean
    StarterSettings cacheStarterSettings(
            CacheStarterProperties properties,
            StockSettings stock,
            SettingChecks checks,
            ConfigurableEnvironment environment) {
        return new StarterSettingsResolver(properties, stock, checks)
                .resolve(environment.getProperty("spring.application.name"));
    }

    @Bean
    CacheSettingsResolver cacheStarterSettingsResolver(
            CacheStarterProperties properties, StockSettings stock, SettingChecks checks, ValueCodecs codecs) {
        CacheSettingsResolver resolver = new CacheSettingsResolver(properties, stock, codecs.ids(), checks);
        resolver.validate();
        return resolver;
    }

    @Bean
    ValueCodecs cacheStarterValueCodecs(
            StarterSettings settings,
            ObjectProvider<CacheTypeCustomizer> customizers,
            ObjectProvider<ValueCodec> applications,
            ResourceLoader resourceLoader) {
        RegisteredTypes types = RegisteredTypes.of(
                settings.values().types(), customizers.orderedStream().toList());
        List<ValueCodec> codecs = new ArrayList<>();
        codecs.add(new StateCodec(types));
        if (!settings.values().javaAllow().isEmpty()) {
            ClassLoader loader = Objects.requireNonNull(resourceLoader.getClassLoader());
            codecs.add(new JavaCodec(settings.values().javaAllow(), loader));
        }
        applications.orderedStream().forEach(codecs::add);
        return new ValueCodecs(codecs);
    }

    @Bean
    CacheAssembly.Settings cacheStarterAssemblySettings(
            StarterSettings starter, CacheSettingsResolver resolver, ValueCodecs codecs) {
        return new CacheAssembly.Settings(starter, resolver, codecs);
    }
}
