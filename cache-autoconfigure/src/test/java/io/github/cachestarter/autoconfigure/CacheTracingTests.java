package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.metrics.CacheObservations;
import io.github.cachestarter.remote.RemoteStore;
import io.github.cachestarter.transaction.TransactionalCoordinator;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.test.util.ReflectionTestUtils;

/** Who has no traces has nothing in the way of his calls. */
class CacheTracingTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CacheStarterAutoConfiguration.class, CacheStarterObservationAutoConfiguration.class))
            .withPropertyValues("cache-starter.mode=local");

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
    void who_does_not_trace_gives_back_what_he_was_given() {
        LoadCoordinator loads = anyOf(LoadCoordinator.class);
        RemoteStore store = anyOf(RemoteStore.class);

        assertThat(CacheTracing.NONE.observed("products", loads)).isSameAs(loads);
        assertThat(CacheTracing.NONE.observed("products", store)).isSameAs(store);
    }

    private static @Nullable Object loads(AssertableApplicationContext context) {
        return ReflectionTestUtils.getField(
                Objects.requireNonNull(context.getBean(CacheManager.class).getCache("products")), "loads");
    }

    private static <T> T anyOf(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
                    case "hashCode" -> 1;
                    default -> type.getSimpleName();
                }));
    }
}
