package io.github.cachestarter.codec.state;

/** Writes and reads the values of one class. Immutable once linked, thread-safe. */
abstract class Node {

    private final Class<?> key;
    private final Form form;
    private final boolean late;

    /**
     * Creates a node.
     *
     * @param key the class that {@link Keys#of} gives for its values
     * @param late whether a value is made only after its contents were read, so that they cannot refer to it
     */
    Node(Class<?> key, Form form, boolean late) {
        this.key = key;
        this.form = form;
        this.late = late;
    }

    final Class<?> key() {
        return key;
    }

    final Form form() {
        return form;
    }

    final boolean late() {
        return late;
    }

    /** Writes one JSON value ({@link Form#SCALAR}) or the contents of an array without its brackets. */
    abstract void write(StateWriter out, Object value, int number);

    /**
     * Reads what {@link #write} wrote: a scalar from the current token, else the contents from the next token to the
     * end of the array.
     *
     * @param number the number of the object, for {@link StateReader#created}; -1 if it has none
     */
    abstract Object read(StateReader in, int number);

    /** The forms of a value. */
    enum Form {
        /** One JSON value. Immutable. */
        SCALAR,
        /** An array; immutable through and through, so that it does not matter which of two equal ones one holds. */
        VALUE,
        /** An array; an object with an identity, kept when two places hold the same one. */
        OBJECT
    }
}
