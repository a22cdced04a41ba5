package io.github.cachestarter.codec.state;

/** An enum constant by its ordinal: the fingerprint covers the constants in order. */
final class EnumNode extends Node {

    private final Object[] constants;

    EnumNode(Class<?> type) {
        super(type, Form.SCALAR, false);
        this.constants = type.getEnumConstants();
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // safe here: another order is another fingerprint
    void write(StateWriter out, Object value, int number) {
        out.json().writeNumber(((Enum<?>) value).ordinal());
    }

    @Override
    Object read(StateReader in, int number) {
        return constants[Tokens.integer(in, 0, constants.length - 1)];
    }
}
