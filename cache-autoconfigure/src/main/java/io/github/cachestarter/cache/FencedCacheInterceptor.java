package io.github.cachestarter.cache;

import io.github.cachestarter.Findings;
import io.github.cachestarter.Pending;
import io.github.cachestarter.load.Loaded;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheOperationInvoker;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.util.Assert;

/**
 * Spring's own cache interceptor with two things added: plain {@code @Cacheable} methods load singly where that is
 * possible ({@link SingleLoadOperations}), and everything else is fenced, because each operation of a call gets a view
 * of its cache that carries the lease from the read to the put ({@link InvocationCache}).
 *
 * <p>Spring builds the operations of a call synchronously, on the caller's thread, and asks {@link #getCaches} for the
 * caches of each. Only for that moment a thread-local says which call they belong to; afterwards everything travels in
 * the views, whatever threads the result comes from.
 */
@SuppressWarnings("serial") // serializable by inheritance only, as Spring's own is
public class FencedCacheInterceptor extends RepeatingCacheInterceptor {

    /** One slot for each thread: a plain array, so that a pooled thread keeps none of our classes. */
    private static final ThreadLocal<@Nullable Object[]> starting = ThreadLocal.withInitial(() -> new Object[1]);

    /** The methods of targets whose class says everything, found without making a key. One target class for each. */
    private final Map<Method, Known> plain = new ConcurrentHashMap<>();

    private final Map<AnnotatedElementKey, Known> methods = new ConcurrentHashMap<>();
    private final SingleLoadOperations operations;
    private final PutReport puts;
    private @Nullable ReactiveInvocations reactive;
    private volatile boolean ready;

    /**
     * Takes the place of an interceptor and asks it for everything that the application configured.
     *
     * @param original Spring's interceptor, configured
     * @param findings where to say what an operator should know
     */
    public FencedCacheInterceptor(CacheInterceptor original, ObjectProvider<Findings> findings) {
        configure(original::getErrorHandler, original::getKeyGenerator, original::getCacheResolver, () -> null);
        CacheOperationSource source = original.getCacheOperationSource();
        Assert.state(source != null, "The interceptor has no CacheOperationSource");
        this.operations = new SingleLoadOperations(source, this::cacheNamed);
        setCacheOperationSource(operations);
        this.puts = new PutReport(() -> findings.getIfAvailable(() -> Findings.NO_OP));
    }

    @Override
    public void afterSingletonsInstantiated() {
        super.afterSingletonsInstantiated();
        ready = true;
    }

    /** Nothing of what our caches' methods fail with is a failure of the cache, except what they say is. */
    @Override
    public CacheErrorHandler getErrorHandler() {
        return new ViewErrorHandler(super.getErrorHandler());
    }

    @Override
    protected @Nullable Object execute(
            CacheOperationInvoker invoker, Object target, Method method, @Nullable Object[] args) {
        Known known = ready ? known(target, method) : null;
        if (known == null) {
            return invokeOperation(invoker); // not ready yet, or nothing to do
        }
        if (known.always != null) {
            return run(known.always, invoker, target, method, args);
        }
        CachedMethod cached = known.method;
        return switch (cached.result()) {
            case RETURNED -> returned(start(cached, target, args), new MethodCall(invoker, target, method, args));
            case FUTURE -> future(start(cached, target, args), new MethodCall(invoker, target, method, args));
            case SUSPENDED -> suspended(start(cached, target, args), new MethodCall(invoker, target, method, args));
            case PUBLISHER ->
                reactive()
                        .publisher(
                                cached,
                                () -> start(cached, target, args),
                                invoker,
                                (invocation, lazily) ->
                                        run(invocation, lazily, new MethodCall(invoker, target, method, args)));
        };
    }

    @Override
    protected Collection<? extends Cache> getCaches(
            CacheOperationInvocationContext<CacheOperation> context, CacheResolver cacheResolver) {
        if (context.getOperation() instanceof TagsOperation) {
            return List.of();
        }
        Collection<? extends Cache> caches = super.getCaches(context, cacheResolver);
        Invocation invocation = starting();
        if (invocation == null) {
            return caches;
        }
        if (caches.size() == 1) {
            return List.of(
                    invocation.view(context.getOperation(), caches.iterator().next()));
        }
        List<Cache> views = new ArrayList<>(caches.size());
        for (Cache cache : caches) {
            views.add(invocation.view(context.getOperation(), cache));
        }
        return views;
    }

    @Override
    protected CacheOperationContext getOperationContext(
            CacheOperation operation, Method method, @Nullable Object[] args, Object target, Class<?> targetClass) {
        Invocation invocation = starting();
        CacheableOperation refusing =
                invocation == null ? null : invocation.method().refusing();
        if (invocation != null && refusing != null) {
            RefusingContext context = new RefusingContext(
                    operation, getCacheOperationMetadata(refusing, method, targetClass), args, target);
            invocation.refusing(context::refuses);
            return context;
        }
        if (invocation == null
                || !(operation instanceof CachePutOperation put)
                || ResultExpressions.use(put.getKey())) {
            return super.getOperationContext(operation, method, args, target, targetClass);
        }
        PutContext context = new PutContext(getCacheOperationMetadata(operation, method, targetClass), args, target);
        invocation.claimBeforeMethod(context::claim);
        return context;
    }

    private @Nullable Object run(Invocation invocation, CacheOperationInvoker invoker, MethodCall call) {
        return run(invocation, invoker, call.target(), call.method(), call.args());
    }

    private @Nullable Object run(
            Invocation invocation,
            CacheOperationInvoker invoker,
            Object target,
            Method method,
            @Nullable Object[] args) {
        @Nullable Object[] slot = starting.get();
        Object outer = slot[0];
        slot[0] = invocation;
        try {
            return super.execute(invoker, target, method, args);
        } finally {
            slot[0] = outer;
        }
    }

    private static @Nullable Invocation starting() {
        return (Invocation) starting.get()[0];
    }

    private @Nullable Object returned(Invocation invocation, MethodCall call) {
        if (invocation.method().singleLoad()) {
            return run(invocation, call.invoker(), call);
        }
        try {
            return run(invocation, () -> call.claimed(invocation), call);
        } finally {
            invocation.endNow();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the method's result
    private @Nullable Object future(Invocation invocation, MethodCall call) {
        Object result = null;
        try {
            result = run(invocation, () -> call.claimedFuture(invocation), call);
            return result == null ? null : invocation.ending((CompletableFuture<?>) result);
        } finally {
            if (result == null) {
                invocation.endNow();
            }
        }
    }

    private @Nullable Object suspended(Invocation invocation, MethodCall call) {
        Object result = null;
        try {
            result = run(invocation, () -> call.claimed(invocation), call);
            return result == null ? null : reactive().ending(result, invocation);
        } finally {
            if (result == null) {
                invocation.endNow();
            }
        }
    }

    private Invocation start(CachedMethod method) {
        return new Invocation(method, this::getErrorHandler, puts);
    }

    private Invocation start(CachedMethod method, Object target, @Nullable Object[] args) {
        Invocation invocation = start(method);
        if (!method.saysNothing()) {
            invocation.tagging((value, keep) -> timed(method, target, args, tagged(method, target, args, value, keep)));
        }
        return invocation;
    }

    /** The method has returned: whatever is wrong with its tags, its caller gets the value. */
    private Loaded tagged(
            CachedMethod method, Object target, @Nullable Object[] args, @Nullable Object value, boolean keep) {
        try {
            Object[] given = method.tags().stream()
                    .map(operation -> evaluate(operation, method, target, args, value))
                    .toArray();
            return new Loaded(value, keep, Tags.values(given));
        } catch (RuntimeException ex) {
            if (keep) {
                puts.tagsFailed(method, ex);
            }
            return Loaded.withUnknownTags(value);
        }
    }

    private @Nullable Object evaluate(
            TagsOperation operation,
            CachedMethod method,
            Object target,
            @Nullable Object[] args,
            @Nullable Object value) {
        Class<?> targetClass = AopProxyUtils.ultimateTargetClass(target);
        CacheOperationMetadata metadata = getCacheOperationMetadata(operation, method.method(), targetClass);
        return new TagsContext(metadata, args, target).evaluate(value);
    }

    private Loaded timed(CachedMethod method, Object target, @Nullable Object[] args, Loaded loaded) {
        TagsOperation ttl = method.ttl();
        if (ttl == null || !loaded.keep()) {
            return loaded;
        }
        try {
            return loaded.living(Tags.duration(evaluate(ttl, method, target, args, loaded.value())));
        } catch (RuntimeException ex) {
            puts.ttlFailed(method, ex);
            return new Loaded(loaded.value(), false, loaded.tags());
        }
    }

    private @Nullable Known known(Object target, Method method) {
        Known known = plain.get(method);
        return known != null && known.target == target.getClass() ? known : find(target, method);
    }

    private @Nullable Known find(Object target, Method method) {
        Class<?> declaring = DeclaredTypes.declaringClass(target, method);
        AnnotatedElementKey key = new AnnotatedElementKey(method, declaring);
        Known known = methods.get(key);
        if (known == null) {
            Class<?> targetClass = AopProxyUtils.ultimateTargetClass(target);
            Collection<CacheOperation> found = operations.getCacheOperations(method, targetClass);
            if (found != null && !found.isEmpty()) {
                CachedMethod cached =
                        CachedMethod.of(method, declaring, found, operations.refusing(method, targetClass));
                known = new Known(target.getClass(), cached, cached.keepsNothing() ? start(cached) : null);
                methods.put(key, known);
                if (!(target instanceof TargetClassAware) && !Proxy.isProxyClass(target.getClass())) {
                    plain.putIfAbsent(method, known);
                }
            }
        }
        return known;
    }

    private @Nullable Cache cacheNamed(String name) {
        return getCacheResolver() instanceof SimpleCacheResolver resolver
                        && resolver.getClass() == SimpleCacheResolver.class
                ? resolver.getCacheManager().getCache(name)
                : null;
    }

    // Not a field initializer: Reactor may be absent.
    private ReactiveInvocations reactive() {
        ReactiveInvocations known = reactive;
        if (known == null) {
            known = new ReactiveInvocations();
            reactive = known;
        }
        return known;
    }

    /**
     * A method that was called before.
     *
     * @param target the class of the object it was called on
     * @param always what stands for each of its calls, where a call has nothing of its own to remember: a hit costs no more
     *     than without us; null: each call has its own
     */
    private record Known(
            Class<?> target, CachedMethod method, @Nullable Invocation always) {}

    /**
     * A method that loads singly and may refuse what it loaded. Spring is shown the operation without {@code unless}, which it
     * does not let load singly, and everything is evaluated with the one that was declared.
     */
    private final class RefusingContext extends CacheOperationContext {

        private final @Nullable CacheOperation shown;

        RefusingContext(CacheOperation shown, CacheOperationMetadata declared, @Nullable Object[] args, Object target) {
            super(declared, args, target);
            this.shown = shown;
        }

        @Override
        public CacheOperation getOperation() {
            return shown != null ? shown : super.getOperation(); // asked for by the constructor of the superclass
        }

        boolean refuses(@Nullable Object value) {
            return !canPutToCache(value);
        }
    }

    /** Evaluates one expression of a {@code @CacheTags} or {@code @CacheTtl}. */
    private final class TagsContext extends CacheOperationContext {

        TagsContext(CacheOperationMetadata metadata, @Nullable Object[] args, Object target) {
            super(metadata, args, target);
        }

        @Nullable
        Object evaluate(@Nullable Object result) {
            return generateKey(result);
        }
    }

    /**
     * A {@code @CachePut} whose key can perhaps be computed before the method. That key is only used for the claim:
     * Spring computes it again after the method, which may have given an id to its argument. A put that its condition vetoes
     * claims nothing: a claim holds up those who load the key.
     */
    private final class PutContext extends CacheOperationContext {

        private final CacheOperationMetadata metadata;
        private final @Nullable Object[] given;
        private boolean vetoed;

        PutContext(CacheOperationMetadata metadata, @Nullable Object[] args, Object target) {
            super(metadata, args, target);
            this.metadata = metadata;
            this.given = args;
        }

        void claim(List<Pending<?>> sent) {
            Object key = keyBeforeMethod();
            for (Cache cache : getCaches()) {
                if (key != null && cache instanceof InvocationCache view) {
                    sent.add(view.claim(key));
                } else if (vetoed && cache instanceof InvocationCache view) {
                    view.vetoed();
                }
            }
        }

        @Override
        protected @Nullable Object getGeneratedKey() {
            return null;
        }

        /** Null: its condition vetoes it, or only the method will set what it needs. */
        private @Nullable Object keyBeforeMethod() {
            try {
                // Another context is asked: each remembers its answer, and Spring asks this one after the method.
                String condition = getOperation().getCondition();
                vetoed = !condition.isEmpty()
                        && !ResultExpressions.use(condition)
                        && !new PutContext(metadata, given, getTarget()).isConditionPassing(null);
                return vetoed ? null : generateKey(null);
            } catch (RuntimeException ex) {
                return null;
            }
        }
    }
}
