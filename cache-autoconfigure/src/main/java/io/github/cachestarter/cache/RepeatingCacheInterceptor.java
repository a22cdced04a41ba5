package io.github.cachestarter.cache;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;

/**
 * Spring's interceptor, whose invocations can be run later and more than once, as the refresh of an entry does: an invocation
 * counts how far it has come in its chain of interceptors, so each run takes a copy of one that has not gone on from here.
 * Nothing is done for that before some method has a cache that loads again.
 */
@SuppressWarnings("serial") // serializable by inheritance only, as Spring's own is
class RepeatingCacheInterceptor extends CacheInterceptor {

    private volatile boolean repeating;

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return super.invoke(
                repeating && invocation instanceof ProxyMethodInvocation proxied
                        ? new Repeatable(proxied)
                        : invocation);
    }

    /** Looks whether one of these operations has a cache that runs methods when nobody calls them. */
    final void repeatIfReloaded(Collection<CacheOperation> operations, Function<String, @Nullable Cache> caches) {
        for (CacheOperation operation : operations) {
            for (String name : operation.getCacheNames()) {
                if (caches.apply(name) instanceof TieredCache cache
                        && cache.settings().load().freshness().refresh().on()) {
                    repeating = true;
                }
            }
        }
    }

    /** An invocation that is the same at each {@link #proceed}. */
    private record Repeatable(ProxyMethodInvocation invocation) implements MethodInvocation {

        @Override
        public @Nullable Object proceed() throws Throwable {
            return invocation.invocableClone().proceed();
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
