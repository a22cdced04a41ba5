package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DeclaredTypesTests {

    @Test
    void theReturnTypeIsTheValuesType() {
        assertThat(type("text")).isEqualTo(String.class);
        assertThat(type("number")).isEqualTo(Long.class);
        assertThat(type("nothing")).isNull();
        assertThat(type("list")).hasToString("java.util.List<java.lang.String>");
        assertThat(type("array")).isEqualTo(String[].class);
        assertThat(type("genericArray")).hasToString("java.util.List<java.lang.String>[]");
    }

    @Test
    void whatWrapsTheValueIsTakenOff() {
        assertThat(type("optional")).isEqualTo(String.class);
        assertThat(type("future")).hasToString("java.util.List<java.lang.String>");
        assertThat(type("futureOptional")).hasToString("java.util.Optional<java.lang.String>");
        assertThat(type("mono")).isEqualTo(String.class);
        assertThat(type("flux")).hasToString("java.util.List<java.lang.String>");
    }

    @Test
    void typeVariablesAreResolvedAgainstTheBeansClass() {
        assertThat(of(Inherited.class, "find", Inherited.class)).isEqualTo(String.class);
        assertThat(of(Generic.class, "findAll", Inherited.class))
                .hasToString("java.util.Map<java.lang.Integer, java.util.List<java.lang.String>>");
        assertThat(of(Generic.class, "array", Inherited.class)).isEqualTo(String[].class);
    }

    @Test
    void whatNobodyKnowsIsAsMuchAsItsBoundsSay() {
        assertThat(of(Generic.class, "find", Generic.class)).isEqualTo(Object.class);
        assertThat(type("wild")).hasToString("java.util.List<java.lang.Number>");
        assertThat(type("self")).isNotNull();
    }

    @Test
    void aNarrowerTypeOfTheImplementationWins() {
        assertThat(of(Wide.class, "find", Narrow.class)).isEqualTo(Integer.class);
    }

    private static Type type(String method) {
        return of(Methods.class, method, Methods.class);
    }

    private static Type of(Class<?> declaring, String name, Class<?> target) {
        return Arrays.stream(declaring.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .map(method -> DeclaredTypes.of(method, target))
                .orElse(null);
    }

    public interface Methods {

        String text();

        long number();

        void nothing();

        List<String> list();

        String[] array();

        List<String>[] genericArray();

        Optional<String> optional();

        CompletableFuture<List<String>> future();

        CompletableFuture<Optional<String>> futureOptional();

        Mono<String> mono();

        Flux<String> flux();

        List<? extends Number> wild();

        <E extends Enum<E>> E self();
    }

    public interface Generic<K, T> {

        T find(K id);

        Map<K, List<T>> findAll();

        T[] array();
    }

    public interface Inherited extends Generic<Integer, String> {}

    public interface Wide {

        Number find();
    }

    public static class Narrow implements Wide {

        @Override
        public Integer find() {
            return 1;
        }
    }
}
