package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.metrics.CacheObservations;
import io.github.cachestarter.remote.RemoteStore;
import io.github.cachestarter.transaction.TransactionalCoordinator;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;

/** Who has no traces has nothing in the way of his calls. */
class CacheTracingTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CacheStarterAutoConfiguration.class, CacheStarterObservationAutoConfiguration.class))
            .withPropertyValues("cache-starter.mode=local");

    private final ApplicationContextRunner boot = runner.withConfiguration(
                    AutoConfigurations.of(ObservationAutoConfiguration.class))
            .withUserConfiguration(Meters.class);

    @Test
    void without_a_registry_of_observations_nothing_is_wrapped() {
        runner.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(CacheTracing.class);
            assertThat(loads(context)).isInstanceOf(TransactionalCoordinator.class);
        });
    }

    @Test
    void with_one_the_loads_are() {
        runner.withBean(ObservationRegistry.class, ObservationRegistry::create).run(context -> {
            assertThat(context).hasSingleBean(CacheTracing.class);
            assertThat(loads(context)).isNotInstanceOf(TransactionalCoordinator.class);
            assertThat(Objects.requireNonNull(loads(context)).getClass().getPackage())
                    .isEqualTo(CacheObservations.class.getPackage());
        });
    }

    @Test
    void with_handlers_that_only_make_meters_nothing_is_observed() {
        boot.run(context -> {
            cache(context).get("a", () -> "value");
            assertThat(meters(context)).isEmpty();
        });
    }

    @Test
    void with_a_handler_of_another_kind_it_is() {
        boot.withBean(ObservationTextPublisher.class, () -> new ObservationTextPublisher(line -> {}))
                .run(context -> {
                    cache(context).get("a", () -> "value");
                    assertThat(meters(context)).isNotEmpty();
                });
    }

    @Test
    void with_a_customizer_of_the_registry_it_is() {
        boot.withBean(ObservationRegistryCustomizer.class, () -> registry -> {}).run(context -> {
            cache(context).get("a", () -> "value");
            assertThat(meters(context)).isNotEmpty();
        });
    }

    @Test
    void with_a_registry_of_the_applications_own_it_is() {
        AtomicInteger observed = new AtomicInteger();
        runner.withBean(ObservationRegistry.class, () -> counting(observed)).run(context -> {
            cache(context).get("a", () -> "value");
            assertThat(observed).hasValue(1);
        });
    }

    private static ObservationRegistry counting(AtomicInteger observed) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                observed.incrementAndGet();
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        return registry;
    }

    private static Collection<Meter> meters(AssertableApplicationContext context) {
        return context.getBean(MeterRegistry.class)
                .find("cache.starter.observed")
                .meters();
    }

    private static Cache cache(AssertableApplicationContext context) {
        return Objects.requireNonNull(context.getBean(CacheManager.class).getCache("products"));
    }

    @Test
    void who_does_not_trace_gives_back_what_he_was_given() {
        LoadCoordinator loads = anyOf(LoadCoordinator.class);
        RemoteStore store = anyOf(RemoteStore.class);

        assertThat(CacheTracing.NONE.observed("products", loads)).isSameAs(loads);
        assertThat(CacheTracing.NONE.observed("products", store)).isSameAs(store);
    }

    private static @Nullable Object loads(AssertableApplicationContext context) {
        return ReflectionTestUtils.getField(cache(context), "loads");
    }

    private static <T> T anyOf(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
                    case "hashCode" -> 1;
                    default -> type.getSimpleName();
                }));
    }

    /** As Actuator has it. */
    @Configuration(proxyBeanMethods = false)
    static class Meters {

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        DefaultMeterObservationHandler meterObservationHandler(MeterRegistry registry) {
            return new DefaultMeterObservationHandler(registry);
        }
    }
}
