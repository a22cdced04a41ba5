package io.github.cachestarter.autoconfigure;

/** A {@code ValueCodec} bean that cannot be used stops the start. */
final class InvalidCodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    InvalidCodecException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
