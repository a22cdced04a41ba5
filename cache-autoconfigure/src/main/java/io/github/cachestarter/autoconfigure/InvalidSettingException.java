package io.github.cachestarter.autoconfigure;

/** A setting that cannot be used stops the start. */
final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SettingMistake mistake;

    InvalidSettingException(SettingMistake mistake) {
        super(mistake.property() + ": " + mistake.reason() + " (allowed: " + mistake.allowed() + ")");
        this.mistake = mistake;
    }

    SettingMistake mistake() {
        return mistake;
    }
}
