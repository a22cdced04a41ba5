package io.github.cachestarter.cache;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.cache.interceptor.CacheInterceptor;

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
 */
@SuppressWarnings("serial") // serializable by inheritance only, as Spring's own is
class RepeatingCacheInterceptor extends CacheInterceptor {

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return super.invoke(invocation instanceof ProxyMethodInvocation proxied ? new Repeatable(proxied) : invocation);
    }

    /** An invocation that is the same at each {@link #proceed}. */
    private record Repeatable(ProxyMethodInvocation invocation) implements MethodInvocation {

        @Override
        public @Nullable Object proceed() throws Throwable {
            return ExposeInvocationInterceptor.INSTANCE.invoke(invocation.invocableClone());
        }

        @Override
        public Method getMethod() {
            return invocation.getMethod();
        }

        @Override
        public @Nullable Object[] getArguments() {
            return invocation.getArguments();
        }

        @Override
        public @Nullable Object getThis() {
            return invocation.getThis();
        }

        @Override
        public AccessibleObject getStaticPart() {
            return invocation.getStaticPart();
        }
    }
}
