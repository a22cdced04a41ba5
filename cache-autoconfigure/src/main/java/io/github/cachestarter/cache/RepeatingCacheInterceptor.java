package io.github.cachestarter.cache;

import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.core.KotlinDetector;

/**
 * Spring's interceptor, whose invocations can be run at any time, on any thread and more than once. A method that returns a
 * publisher runs at each subscription, the refresh of an entry runs it when nobody calls it, an asynchronous load or one with
 * a time limit runs it on another thread. Spring's invocations are made for one run on their caller's thread:
 *
 * <ul>
 *   <li>An invocation counts how far it has come in its chain of interceptors, and a second run would skip those between the
 *       cache and the method, the transaction for instance. So each run takes a copy of one that never went on from here.
 *   <li>AspectJ advice asks a thread-local which invocation it advises, and fails on a thread where there is none. So each
 *       run says so.
 * </ul>
 *
 * <p>A hit makes no object for that which Spring does not make as well.
 */
@SuppressWarnings("serial") // serializable by inheritance only, as Spring's own is
class RepeatingCacheInterceptor extends CacheInterceptor {

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Method method = invocation.getMethod();
        Object target = invocation.getThis();
        if (!(invocation instanceof ProxyMethodInvocation proxied) || target == null || isSuspending(method)) {
            return super.invoke(invocation);
        }
        try {
            return execute(() -> run(proxied), target, method, invocation.getArguments());
        } catch (ThrowableWrapper ex) {
            throw ex.getOriginal();
        }
    }

    private static @Nullable Object run(ProxyMethodInvocation invocation) {
        try {
            return ExposeInvocationInterceptor.INSTANCE.invoke(invocation.invocableClone());
        } catch (Throwable ex) {
            throw new ThrowableWrapper(ex);
        }
    }

    /** Spring calls those past the invocation. */
    private static boolean isSuspending(Method method) {
        return KotlinDetector.isKotlinReflectPresent() && KotlinDetector.isSuspendingFunction(method);
    }
}
