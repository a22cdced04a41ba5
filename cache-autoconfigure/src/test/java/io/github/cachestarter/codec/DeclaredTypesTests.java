package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredTypesTests {

    /** What methods may declare. */
    @SuppressWarnings("rawtypes")
    interface Methods<U, N extends Number, R extends Comparable<R>> {
        String plain();

        int primitive();

        int[] array();

        void nothing();

        Optional<String> optional();

        List<String> list();

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
        optional         | java.util.Optional<java.lang.String>
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
    void nothingIsLeftOpen(String method, String expected) throws NoSuchMethodException {
        assertThat(DeclaredTypes.closed(declared(method)).getTypeName()).isEqualTo(expected);
    }

    @Test
    void aResolvedTypeEqualsTheSameTypeOfTheJdk() throws NoSuchMethodException {
        Type list = declared("list");
        assertThat(DeclaredTypes.closed(list)).isEqualTo(list).hasSameHashCodeAs(list);
        assertThat(list).isEqualTo(DeclaredTypes.closed(list));
        Type array = declared("genericArray");
        assertThat(DeclaredTypes.closed(array)).isEqualTo(array).hasSameHashCodeAs(array);
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
