package io.github.cachestarter.redis;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The decimal text of a binary number: exact, readable, and the same in every version of Java.
 * {@link Double#toString(double)} is not: it gives another text since Java 19, and during an upgrade the two halves of a
 * fleet would evict different keys.
 */
final class Decimals {

    private Decimals() {}

    /** 15 digits always survive the way through a double and back; where they are not enough, 17 are. */
    static String text(double number) {
        if (special(number)) {
            return Double.toString(number);
        }
        BigDecimal exact = new BigDecimal(number);
        BigDecimal rounded = exact.round(new MathContext(15));
        return plain(rounded.doubleValue() == number ? rounded : exact.round(new MathContext(17)));
    }

    /** The same with 6 and 9 digits. */
    static String text(float number) {
        if (special(number)) {
            return Float.toString(number);
        }
        BigDecimal exact = new BigDecimal(number);
        BigDecimal rounded = exact.round(new MathContext(6));
        return plain(rounded.floatValue() == number ? rounded : exact.round(new MathContext(9)));
    }

    /** What is no decimal, and the negative zero. */
    private static boolean special(double number) {
        return Double.isNaN(number) || Double.isInfinite(number) || (number == 0 && 1 / number < 0);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toString();
    }
}
