package io.github.cachestarter.load;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a load or a call gave: a value, or the failure if there is one.
 *
 * @param loaded the value, and what the loader said about it
 * @param failure what the loader threw, the very object; {@code null}: it returned
 */
record Outcome(Loaded loaded, @Nullable Throwable failure) {

    /** A value, or the {@link Loaded} around it. */
    static Outcome of(@Nullable Object result) {
        return new Outcome(Loaded.of(result), null);
    }

    static Outcome failed(Throwable failure) {
        return new Outcome(Loaded.unkept(null), failure);
    }

    /** The value; may be {@code null}. */
    @Nullable
    Object value() {
        return loaded.value();
    }

    /** The value, or the failure thrown as it is. */
    @Nullable
    Object get() throws Exception {
        if (failure != null) {
            Outcome.<Exception>rethrow(failure);
        }
        return value();
    }

    void completeTo(CompletableFuture<@Nullable Object> result) {
        if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(value());
        }
    }

    /** A loader may throw an {@link Error} or, through generics, any {@link Throwable}: the caller gets that one. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased, that is its purpose
    private static <E extends Throwable> void rethrow(Throwable failure) throws E {
        throw (E) failure;
    }
}
