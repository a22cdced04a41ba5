package io.github.cachestarter.cache;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.cache.interceptor.CachePutOperation;

/**
 * A {@link TieredCache} as one operation of one {@link Invocation} sees it. Spring calls get, the method and put; the
 * token that fences the put travels in here. A value that arrives without a token is dropped, since an evict may have
 * passed between the load and now; a {@code @CachePut} without an acknowledged claim becomes an evict.
 */
final class InvocationCache implements Cache {

    private static final Logger log = LoggerFactory.getLogger(InvocationCache.class);

    private final Invocation invocation;
    private final CacheOperation operation;
    private final TieredCache cache;
    private final LoadCoordinator loads;
    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
    private volatile @Nullable Throwable readFailure;
    private volatile boolean claimed;
    private volatile boolean vetoed;
    private volatile boolean ended;

    InvocationCache(Invocation invocation, CacheOperation operation, TieredCache cache) {
        this.invocation = invocation;
        this.operation = operation;
        this.cache = cache;
        this.loads = cache.loads();
    }

    @Override
    public String getName() {
        return cache.getName();
    }

    @Override
    public TieredCache getNativeCache() {
        return cache;
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        ValueWrapper near = cache.near(key, invocation.method().valueType());
        if (near != null) {
            return near;
        }
        EntryKey entryKey = entryKey(key);
        return keep(
                entryKey,
                loads.readFenced(entryKey, invocation.method().valueType()).await());
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        return TieredCache.cast(get(key), type);
    }

    @Override
    @SuppressWarnings("unchecked") // entries of a key are what its loader gave
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        ValueWrapper near = cache.near(key, invocation.method().valueType());
        if (near != null) {
            return (T) near.get();
        }
        EntryKey entryKey = entryKey(key);
        try {
            return (T) cache.load(
                    entryKey,
                    invocation.method().valueType(),
                    invocation.loading(() -> MethodCall.unwrapped(valueLoader)));
        } catch (Exception ex) {
            // Spring unwraps once: what is wrapped still is a Throwable that is neither an exception nor an error.
            Throwable wrapped = ex instanceof ThrowableWrapper ? ex : new ThrowableWrapper(ex);
            throw new ValueRetrievalException(key, valueLoader, wrapped);
        }
    }

    /**
     * Spring asks only the first of several caches here, but puts into all: the others take their leases as well. Where it
     * hears that there is no hit, it asks the error handler or runs the method; where there is one, it may have to put or to
     * evict. All of that is the application's code and may block; a plain hit takes no thread of its own.
     */
    @Override
    public CompletableFuture<@Nullable ValueWrapper> retrieve(Object key) {
        CompletableFuture<@Nullable ValueWrapper> found = new CompletableFuture<>();
        read(key, (hit, failure) -> {
            readFailure = failure;
            if (hit != null && invocation.method().onlyReads()) {
                found.complete(hit);
            } else if (hit != null || failure != null) {
                cache.methods().execute(() -> Futures.complete(found, hit, failure));
            } else {
                Runnable missed = () -> cache.methods().execute(() -> found.complete(null));
                lease(key, invocation.othersOf(this).iterator(), missed);
            }
        });
        return found;
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return invocation.calling(cache.loadAsync(
                key, invocation.method().valueType(), this::entryKey, () -> invocation.loading(valueLoader.get())));
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        EntryKey entryKey = entryKey(key);
        Held own = held.getAndSet(null);
        if (own != null && !own.key.equals(entryKey)) {
            write(loads.abandon(own.key, own.token), false, alreadyReported -> {});
            invocation.puts().otherKey(invocation.method(), getName());
            own = null;
        }
        Token token = own == null ? null : own.token;
        Object tagged = invocation.tagged(value);
        Pending<Boolean> stored;
        if (operation instanceof CachePutOperation) {
            reportUnclaimed();
            stored = loads.putClaimed(entryKey, invocation.method().valueType(), token, tagged);
        } else {
            long started = own == null ? cache.now() : own.startedNanos;
            stored = loads.storeFenced(entryKey, invocation.method().valueType(), token, tagged, started);
        }
        write(stored, false, ex -> invocation.errors().handleCachePutError(ex, cache, key, value));
    }

    /** After the method. */
    @Override
    public void evict(Object key) {
        evict(key, false);
    }

    /** Before the method. */
    @Override
    public boolean evictIfPresent(Object key) {
        return evict(key, true);
    }

    /** After the method. */
    @Override
    public void clear() {
        clear(false);
    }

    /** Before the method. */
    @Override
    public boolean invalidate() {
        return clear(true);
    }

    /** Claims the key before the method of a {@code @CachePut}. */
    Pending<Boolean> claim(Object key) {
        EntryKey entryKey = entryKey(key);
        claimed = true;
        return loads.claim(entryKey).map(token -> token != null && hold(new Held(entryKey, token, cache.now())));
    }

    /** The condition of a {@code @CachePut} was false before the method, so that nothing was claimed. */
    void vetoed() {
        vetoed = true;
    }

    /** Gives back what was not used; see {@link Invocation#end}. */
    void end(boolean outcomeUnknown) {
        ended = true;
        Held own = held.getAndSet(null);
        if (own == null) {
            return;
        }
        boolean evict = outcomeUnknown && operation instanceof CachePutOperation;
        try {
            write(evict ? loads.evict(own.key) : loads.abandon(own.key, own.token), false, alreadyReported -> {});
        } catch (RuntimeException alreadyReported) {
            log.debug("Giving back {} failed", own.key, alreadyReported);
        }
    }

    CacheOperation operation() {
        return operation;
    }

    TieredCache cache() {
        return cache;
    }

    /**
     * Whether this failure is the cache's own. Spring hands the error handler everything that an asynchronous method
     * fails with as well, which is none of its business.
     */
    boolean failedWith(Throwable failure) {
        return invocation.method().returnsNow() || failure == readFailure;
    }

    /**
     * Whether Spring asks the handler what to do with a failure that is the load's, not the cache's: it does not know that
     * of a load which another caller ran, and would run the method as well.
     */
    boolean failsAsItsLoad() {
        return invocation.method().singleLoad() && !invocation.method().returnsNow();
    }

    private void reportUnclaimed() {
        if (claimed || !cache.settings().enabled()) {
            return;
        }
        if (vetoed) {
            invocation.puts().lateCondition(invocation.method(), getName());
        } else {
            invocation.puts().lateKey(invocation.method(), getName());
        }
    }

    /** Answers where no method may run: there are few such threads. */
    private void read(Object key, BiConsumer<@Nullable ValueWrapper, @Nullable Throwable> then) {
        EntryKey entryKey = entryKey(key);
        loads.readFenced(entryKey, invocation.method().valueType())
                .whenDone(
                        cache.executor(),
                        (read, failure) -> then.accept(read == null ? null : keep(entryKey, read), failure));
    }

    private static void lease(Object key, Iterator<InvocationCache> caches, Runnable then) {
        try {
            if (caches.hasNext()) {
                caches.next().read(key, (hit, alreadyReported) -> lease(key, caches, then));
                return;
            }
        } catch (RuntimeException ex) {
            log.debug("Taking the lease of a further cache failed", ex); // it stays unfilled
        }
        then.run();
    }

    private @Nullable ValueWrapper keep(EntryKey key, FencedRead read) {
        if (read.token() != null) {
            hold(new Held(key, read.token(), cache.now()));
        }
        return TieredCache.wrap(read.hit());
    }

    // The read of a subscriber that has gone away may be answered after the end.
    private boolean hold(Held token) {
        Held before = held.getAndSet(token);
        if (before != null && !before.equals(token)) {
            write(loads.abandon(before.key, before.token), false, alreadyReported -> {});
        }
        if (ended) {
            end(false);
        }
        return true;
    }

    private boolean evict(Object key, boolean beforeMethod) {
        if (Tags.areKeyOf(operation)) {
            tags(key)
                    .forEach(tag -> write(
                            loads.evictTag(tag),
                            beforeMethod,
                            ex -> invocation.errors().handleCacheEvictError(ex, cache, tag)));
            return false;
        }
        Pending<Boolean> evicted = loads.evict(entryKey(key));
        return write(evicted, beforeMethod, ex -> invocation.errors().handleCacheEvictError(ex, cache, key));
    }

    private boolean clear(boolean beforeMethod) {
        Pending<Boolean> cleared = beforeMethod ? loads.clear() : cache.clearing();
        return write(cleared, beforeMethod, ex -> invocation.errors().handleCacheClearError(ex, cache));
    }

    private boolean write(Pending<Boolean> write, boolean beforeMethod, Consumer<RuntimeException> onFailure) {
        if (invocation.method().mayWait(beforeMethod)) {
            return write.await();
        }
        invocation.await(write, cache.executor(), onFailure);
        return false;
    }

    private List<String> tags(Object given) {
        try {
            return Tags.values(given);
        } catch (IllegalArgumentException ex) {
            throw UnusableKeyException.tag(invocation.method(), getName(), ex);
        }
    }

    private EntryKey entryKey(Object key) {
        try {
            return cache.entryKey(key);
        } catch (IllegalArgumentException ex) {
            throw new UnusableKeyException(invocation.method(), getName(), ex);
        }
    }

    /** A token that fences the put of one key. */
    private record Held(EntryKey key, Token token, long startedNanos) {}
}
