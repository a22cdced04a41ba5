package io.github.cachestarter.codec.graph;

import java.util.Arrays;

/** Arrays of primitives, by the values that the boxes would compare: a NaN is a NaN, and -0.0 is not 0.0. */
final class PrimitiveArrays {

    private PrimitiveArrays() {}

    /** Whether two arrays of one class have the same elements. */
    static boolean same(Object original, Object copy) {
        return Arrays.deepEquals(new Object[] {original}, new Object[] {copy});
    }
}
