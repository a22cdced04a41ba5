package io.github.cachestarter.redis;

/** How keys of one class are written. Thread-safe. */
@FunctionalInterface
interface KeyKind {

    /**
     * Writes a key.
     *
     * @throws IllegalArgumentException if this key has no stable text; the message goes on after "a key of type X: "
     */
    void write(KeyText out, Object key);
}
