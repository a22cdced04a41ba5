package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheListener;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CacheListenersTests {

    @Test
    void each_of_several_listeners_hears_everything() throws ReflectiveOperationException {
        List<String> heard = new ArrayList<>();
        CacheListener both = CacheListeners.of("prices", List.of(name -> recorder(heard), name -> recorder(heard)));

        for (Method method : CacheListener.class.getMethods()) {
            heard.clear();
            method.invoke(
                    both,
                    Arrays.stream(method.getParameterTypes())
                            .map(CacheListenersTests::argument)
                            .toArray());
            assertThat(heard).containsExactly(method.getName(), method.getName());
        }
    }

    private static @Nullable Object argument(Class<?> type) {
        if (type == int.class) {
            return 1;
        }
        return type == long.class ? 1L : null;
    }

    private static CacheListener recorder(List<String> heard) {
        return (CacheListener) Proxy.newProxyInstance(
                CacheListener.class.getClassLoader(),
                new Class<?>[] {CacheListener.class},
                (proxy, method, arguments) -> {
                    heard.add(method.getName());
                    return method.getReturnType() == boolean.class ? false : null;
                });
    }
}
