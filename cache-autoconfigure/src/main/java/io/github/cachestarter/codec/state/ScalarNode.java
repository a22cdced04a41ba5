package io.github.cachestarter.codec.state;

import tools.jackson.core.JsonGenerator;

/** A value of the JDK that is one JSON value, from {@link Scalars} or {@link Mutables}. */
final class ScalarNode<T> extends Node {

    private final Class<T> type;
    private final boolean mutable;
    private final Write<T> write;
    private final Read<T> read;

    ScalarNode(Class<T> type, boolean mutable, Write<T> write, Read<T> read) {
        super(type, mutable ? Form.OBJECT : Form.SCALAR, mutable);
        this.type = type;
        this.mutable = mutable;
        this.write = write;
        this.read = read;
    }

    @Override
    void write(StateWriter out, Object value, int number) {
        write.write(out.json(), type.cast(value));
    }

    @Override
    Object read(StateReader in, int number) {
        if (!mutable) {
            return read.read(in);
        }
        in.next();
        T value = read.read(in);
        in.end();
        return value;
    }

    /** Writes exactly one JSON value. */
    interface Write<T> {
        void write(JsonGenerator json, T value);
    }

    /** Reads the current token. */
    interface Read<T> {
        T read(StateReader in);
    }
}
