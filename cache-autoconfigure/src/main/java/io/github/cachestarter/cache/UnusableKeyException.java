package io.github.cachestarter.cache;

/**
 * A method computed a key that cannot be turned into stable text, or an impossible tag. A mistake in the program, which shows at the first
 * call: it reaches the caller, whatever the application's error handler does with failures of the cache.
 */
final class UnusableKeyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnusableKeyException(CachedMethod method, String cache, IllegalArgumentException cause) {
        this("key", method, cache, cause);
    }

    /** What is evicted by a tag that cannot be one. */
    static UnusableKeyException tag(CachedMethod method, String cache, IllegalArgumentException cause) {
        return new UnusableKeyException("tag", method, cache, cause);
    }

    private UnusableKeyException(String what, CachedMethod method, String cache, IllegalArgumentException cause) {
        super(
                "The " + what + " that " + method.name() + " uses in the cache '" + cache + "' cannot be used: "
                        + cause.getMessage(),
                cause);
    }
}
