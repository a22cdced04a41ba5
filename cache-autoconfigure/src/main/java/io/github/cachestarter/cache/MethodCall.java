package io.github.cachestarter.cache;

import java.lang.reflect.Method;
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
