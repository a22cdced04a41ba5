package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.RefusedValueException;
import java.lang.reflect.Type;

/** A cached method declares a type whose values cannot be kept, and the settings say that this stops the start. */
final class RefusedTypeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    RefusedTypeException(String cache, Type type, RefusedValueException refusal) {
        super(
                "The cache '" + cache + "' cannot keep values of " + type.getTypeName() + ": " + refusal.getMessage(),
                refusal);
        this.remedy = refusal.remedy();
    }

    String remedy() {
        return remedy;
    }
}
