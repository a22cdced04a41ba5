package io.github.cachestarter;

/**
 * A value or a type cannot be kept exactly and is therefore not stored remotely. The cache answers without storing and
 * reports a {@link Finding}; it reaches the caller of a cached method only where
 * {@code cache-starter.values.on-refused} is {@code fail}.
 */
public class RefusedValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String remedy;
    private final boolean tooLarge;

    /**
     * Creates the refusal.
     *
     * @param where the class, and the field where there is one, for example {@code com.acme.Order.lines}
     * @param message what cannot be kept and why
     * @param remedy what the user can do
     */
    public RefusedValueException(String where, String message, String remedy) {
        this(where, message, remedy, false);
    }

    private RefusedValueException(String where, String message, String remedy, boolean tooLarge) {
        super(where + ": " + message, null, false, false);
        this.where = where;
        this.remedy = remedy;
        this.tooLarge = tooLarge;
    }

    /** The refusal of a value that could be kept, but takes more room than is allowed: no tier keeps it. */
    public static RefusedValueException tooLarge(String where, String message, String remedy) {
        return new RefusedValueException(where, message, remedy, true);
    }

    private RefusedValueException(String message, RefusedValueException cause, String remedy) {
        super(message, cause);
        this.where = cause.where;
        this.remedy = remedy;
        this.tooLarge = cause.tooLarge;
    }

    /** What a call fails with where refused values are failures: names the cache too and says what to do. */
    public RefusedValueException failing(String cache) {
        String advice =
                remedy + "; or set cache-starter.values.on-refused=local to return such values without storing them";
        return new RefusedValueException(
                "The cache '" + cache + "' cannot keep a value exactly, and cache-starter.values.on-refused is 'fail'. "
                        + getMessage() + ". What to do: " + advice,
                this,
                advice);
    }

    public String where() {
        return where;
    }

    public String remedy() {
        return remedy;
    }

    /** Whether it is only its size that keeps the value out. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
