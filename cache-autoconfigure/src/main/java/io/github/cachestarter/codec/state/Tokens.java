package io.github.cachestarter.codec.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Single JSON values, strict: a number is never made from a text, nor an integer from a fraction. */
final class Tokens {

    private Tokens() {}

    static String text(StateReader in) {
        in.require(JsonToken.VALUE_STRING);
        return in.json().getString();
    }

    static int integer(StateReader in) {
        in.require(JsonToken.VALUE_NUMBER_INT);
        return in.json().getIntValue();
    }

    static int integer(StateReader in, int min, int max) {
        int value = integer(in);
        if (value < min || value > max) {
            throw new IllegalStateException("The payload has " + value + " outside " + min + " to " + max);
        }
        return value;
    }

    static long longInteger(StateReader in) {
        in.require(JsonToken.VALUE_NUMBER_INT);
        return in.json().getLongValue();
    }

    static boolean bool(StateReader in) {
        JsonToken token = in.token();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw new IllegalStateException("The payload has " + token + " where a boolean belongs");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    static byte[] bytes(StateReader in) {
        in.require(JsonToken.VALUE_STRING);
        return in.json().getBinaryValue();
    }

    /** JSON has no NaN and no infinity: Jackson writes these three as text. */
    static void writeDouble(JsonGenerator json, double value) {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Double.toString(value));
        }
    }

    static double readDouble(StateReader in) {
        JsonParser json = in.json();
        JsonToken token = in.token();
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return json.getDoubleValue();
        }
        return switch (text(in)) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new IllegalStateException("The payload has a text where a double belongs");
        };
    }

    static void writeFloat(JsonGenerator json, float value) {
        if (Float.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Float.toString(value));
        }
    }

    static float readFloat(StateReader in) {
        // Through the text: a float parsed as a double and then narrowed would be rounded twice.
        return in.token() == JsonToken.VALUE_NUMBER_FLOAT
                ? Float.parseFloat(in.json().getString())
                : (float) readDouble(in);
    }

    static BigDecimal readDecimal(StateReader in) {
        in.require(JsonToken.VALUE_STRING);
        JsonParser json = in.json();
        return new BigDecimal(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
    }

    /** In hexadecimal: decimal digits cost quadratic time to read. */
    static void writeBigInteger(JsonGenerator json, BigInteger value) {
        json.writeString(value.toString(16));
    }

    static BigInteger readBigInteger(StateReader in) {
        return new BigInteger(text(in), 16);
    }
}
