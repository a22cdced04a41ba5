package io.github.cachestarter.cache;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheOperationInvoker;
import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;

/** One call of an annotated method: the arguments of the interceptor. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MethodCall(
        CacheOperationInvoker invoker,
        Object target,
        Method method,
        @Nullable Object[] args) {

    @Nullable
    Object claimed(Invocation invocation) {
        invocation.claim();
        return invoker.invoke();
    }

    /**
     * What a method that returns its value gives, or the very exception that it throws. Spring wraps that one on its way out,
     * also where a cache is in between: which has to see what it is, to know whether a stale value may stand in for it and
     * whether others may share it.
     */
    static <T> @Nullable T unwrapped(Callable<T> loader) throws Exception {
        try {
            return loader.call();
        } catch (ThrowableWrapper ex) {
            if (ex.getOriginal() instanceof Error error) {
                throw error;
            }
            throw ex.getOriginal() instanceof Exception thrown ? thrown : ex;
        }
    }

    // Spring calls a method a second time that throws instead of returning a future.
    @Nullable
    CompletableFuture<?> claimedFuture(Invocation invocation) {
        try {
            CompletableFuture<?> future = (CompletableFuture<?>) claimed(invocation);
            if (future != null) {
                invocation.methodGave(future);
            }
            return future == null && invocation.method().singleLoad()
                    ? CompletableFuture.failedFuture(
                            new IllegalStateException(invocation.method().name() + " returned null, not a future"))
                    : future;
        } catch (ThrowableWrapper ex) {
            return CompletableFuture.failedFuture(ex.getOriginal());
        }
    }
}
