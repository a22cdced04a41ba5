package io.github.cachestarter.insight.readiness;

/**
 * Something that differs from caller to caller and that a cached method looks at.
 *
 * @param kind what it tells of the caller
 * @param source where the method has it from: a parameter's type or the class it asks
 * @param inKey whether it is part of the key of the cache
 */
public record AmbientInput(Kind kind, String source, InKey inKey) {

    /** What it tells of the caller. */
    public enum Kind {
        /** Who is asking. */
        USER,
        /** In which language or time zone. */
        LOCALE,
        /** With which headers, parameters or attributes. */
        REQUEST
    }

    /** Whether it is part of the key. */
    public enum InKey {
        YES,
        NO,
        /** A key generator decides. */
        UNKNOWN
    }
}
