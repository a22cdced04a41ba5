package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheSettings;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** Settings as an application gets them: from properties, through the configuration, with the registered analyzers. */
final class SettingsContext {

    private static final ApplicationContextRunner RUNNER =
            new ApplicationContextRunner().withUserConfiguration(SettingsConfiguration.class);

    private SettingsContext() {}

    /** The settings of a cache. */
    static CacheSettings of(String cache, String... properties) {
        return of(RUNNER.withPropertyValues(properties), cache);
    }

    static CacheSettings of(ApplicationContextRunner runner, String cache) {
        AtomicReference<CacheSettings> settings = new AtomicReference<>();
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            settings.set(context.getBean(CacheSettingsResolver.class).resolve(cache));
        });
        return settings.get();
    }

    static ApplicationContextRunner runner() {
        return RUNNER;
    }

    /** What the user reads when the application does not start with these properties. */
    static FailureAnalysis failureOf(String... properties) {
        return failureOf(RUNNER.withPropertyValues(properties));
    }

    static FailureAnalysis failureOf(ApplicationContextRunner runner) {
        AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
        runner.run(context -> {
            assertThat(context).hasFailed();
            analysis.set(analyze(context));
        });
        assertThat(analysis.get()).as("an analyzer explains the failure").isNotNull();
        return analysis.get();
    }

    /** Asks the registered analyzers in their order, as Spring Boot does. */
    private static FailureAnalysis analyze(AssertableApplicationContext context) {
        ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                .and(Environment.class, new StandardEnvironment());
        for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        arguments,
                        FailureHandler.logging(LogFactory.getLog(SettingsContext.class)))) {
            FailureAnalysis analysis = analyzer.analyze(context.getStartupFailure());
            if (analysis != null) {
                return analysis;
            }
        }
        return null;
    }
}
