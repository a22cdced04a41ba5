package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DeclaredTypesTests {

    /** What methods may declare. */
    @SuppressWarnings("rawtypes")
    interface Methods<U, N extends Number, R extends Comparable<R>> {
        String plain();

        int primitive();

        int[] array();

        void nothing();

        Optional<String> optional();

        Optional rawOptional();

        CompletableFuture<List<String>> future();

        CompletableFuture<Optional<String>> futureOfOptional();

        Mono<String> mono();

        Mono<Void> emptyMono();

        Flux<String> flux();

        List<? extends Number> wildcard();

        List<? super Integer> lowerWildcard();

        Map<String, List<? extends N>> nested();

        U unknown();

        N bounded();

        R recursive();

        List<R> listOfRecursive();

        U[] unknownArray();

        List<String>[] genericArray();

        Collection rawCollection();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        plain            | java.lang.String
        primitive        | java.lang.Integer
        array            | int[]
        nothing          | void
        optional         | java.lang.String
        rawOptional      | java.lang.Object
        future           | java.util.List<java.lang.String>
        futureOfOptional | java.util.Optional<java.lang.String>
        mono             | java.lang.String
        emptyMono        | java.lang.Void
        flux             | java.util.List<java.lang.String>
        wildcard         | java.util.List<java.lang.Number>
        lowerWildcard    | java.util.List<java.lang.Object>
        nested           | java.util.Map<java.lang.String, java.util.List<java.lang.Number>>
        unknown          | java.lang.Object
        bounded          | java.lang.Number
        recursive        | java.lang.Comparable
        listOfRecursive  | java.util.List<java.lang.Comparable>
        unknownArray     | java.lang.Object[]
        genericArray     | java.util.List<java.lang.String>[]
        rawCollection    | java.util.Collection
        """)
    void aMethodsTypeBecomesThatOfItsValues(String method, String expected) throws NoSuchMethodException {
        assertThat(DeclaredTypes.valueType(declared(method)).getTypeName()).isEqualTo(expected);
    }

    @Test
    void aResolvedTypeEqualsTheSameTypeOfTheJdk() throws NoSuchMethodException {
        Type ofFlux = DeclaredTypes.valueType(declared("flux"));
        Type ofFuture = ((ParameterizedType) declared("future")).getActualTypeArguments()[0];
        assertThat(ofFlux).isEqualTo(ofFuture).hasSameHashCodeAs(ofFuture);
        assertThat(ofFuture).isEqualTo(ofFlux);
        Type array = declared("genericArray");
        assertThat(DeclaredTypes.valueType(array)).isEqualTo(array).hasSameHashCodeAs(array);
    }

    @Test
    void anErasedTypeIsAClass() throws NoSuchMethodException {
        assertThat(DeclaredTypes.rawClass(declared("genericArray"))).isEqualTo(List[].class);
        assertThat(DeclaredTypes.rawClass(declared("bounded"))).isEqualTo(Number.class);
        assertThat(DeclaredTypes.rawClass(Serializable.class)).isEqualTo(Serializable.class);
    }

    private static Type declared(String method) throws NoSuchMethodException {
        return Methods.class.getDeclaredMethod(method).getGenericReturnType();
    }
}
