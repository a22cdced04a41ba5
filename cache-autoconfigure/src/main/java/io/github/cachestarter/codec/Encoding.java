package io.github.cachestarter.codec;

/**
 * An encoded entry that may still have to be checked before it may be stored. The check costs three to four times the
 * encoding, so a caller may run it off its path; it reads the value, so the value must not change meanwhile.
 */
public interface Encoding {

    /** The bytes to store. */
    byte[] bytes();

    /** Whether {@link #check()} has to be called before the bytes are stored. */
    boolean checkPending();

    /**
     * Decodes the bytes again and compares the result with the value.
     *
     * @throws io.github.cachestarter.RefusedValueException if they differ: the bytes must not be stored
     */
    void check();

    /** Bytes that need no check. */
    static Encoding trusted(byte[] bytes) {
        return new Encoding() {
            @Override
            public byte[] bytes() {
                return bytes;
            }

            @Override
            public boolean checkPending() {
                return false;
            }

            @Override
            public void check() {}
        };
    }
}
