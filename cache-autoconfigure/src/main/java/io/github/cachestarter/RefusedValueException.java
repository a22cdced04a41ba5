package io.github.cachestarter;

/**
 * A value or a type cannot be kept exactly and is therefore not stored remotely. Never reaches the caller of a cached
 * method: the cache answers without storing and reports a {@link Finding}.
 */
public class RefusedValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String remedy;

    /**
     * Creates the refusal.
     *
     * @param where the class, and the field where there is one, for example {@code com.acme.Order.lines}
     * @param message what cannot be kept and why
     * @param remedy what the user can do
     */
    public RefusedValueException(String where, String message, String remedy) {
        super(where + ": " + message, null, false, false);
        this.where = where;
        this.remedy = remedy;
    }

    public String where() {
        return where;
    }

    public String remedy() {
        return remedy;
    }
}
