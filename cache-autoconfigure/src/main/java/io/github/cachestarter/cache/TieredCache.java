package io.github.cachestarter.cache;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.ClearSettings;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.codec.EntryTags;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.load.LoadCoordinator.Present;
import io.github.cachestarter.load.Reloadable;
import io.github.cachestarter.redis.KeyNames;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * One cache as Spring knows it. What is called here is done at once and acknowledged: when {@link #put}, {@link #evict}
 * or {@link #clear} returns, the remote tier has answered, or its failure was reported. No method fails because the
 * remote tier does. Thread-safe.
 *
 * <p>This is the cache that code gets from {@link TieredCacheManager#getCache}. Annotated methods reach the same entries
 * through a view that lives as long as one invocation and knows its method.
 */
public final class TieredCache implements Cache {

    private static final Duration SHORTEST_SPREAD = Duration.ofMillis(1);
    private static final Duration LONGEST_SPREAD = Duration.ofDays(1);

    private final CacheSettings settings;
    private final KeyNames keys;
    private final LoadCoordinator loads;
    private final Executor executor;
    private final Executor methods;
    private final LongSupplier ticker;

    /**
     * Creates a cache.
     *
     * @param executor completes the futures of the {@code retrieve} methods; never a connection's thread
     * @param methods runs annotated methods that follow an asynchronous look into the cache, and may block: not where answers
     *     are waited for
     * @param ticker monotonic time in nanoseconds, the same as the coordinator's
     */
    public TieredCache(
            CacheSettings settings,
            KeyNames keys,
            LoadCoordinator loads,
            Executor executor,
            Executor methods,
            LongSupplier ticker) {
        this.settings = settings;
        this.keys = keys;
        this.loads = loads;
        this.executor = task -> execute(executor, task);
        this.methods = task -> execute(methods, task);
        this.ticker = ticker;
    }

    @Override
    public String getName() {
        return settings.name();
    }

    /** The settings in force. */
    public CacheSettings settings() {
        return settings;
    }

    /** This cache itself: there is no single store behind it whose use would be safe. */
    @Override
    public TieredCache getNativeCache() {
        return this;
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        ValueWrapper near = near(key, null);
        return near != null ? near : wrap(loads.peek(entryKey(key), null).await());
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        if (type != null) {
            loads.expect(type); // perhaps only other instances ever put one
        }
        return cast(get(key), type);
    }

    /**
     * A hit, or one load per key at a time. The loader runs at most once per call, on the calling thread.
     *
     * @throws ValueRetrievalException if the loader failed; its cause is the loader's own exception
     */
    @Override
    @SuppressWarnings("unchecked") // entries of a key are what its loader gave
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        ValueWrapper near = near(key, null);
        if (near != null) {
            return (T) near.get();
        }
        EntryKey entryKey = entryKey(key);
        try {
            return (T) load(entryKey, null, valueLoader);
        } catch (Exception ex) {
            throw new ValueRetrievalException(key, valueLoader, ex);
        }
    }

    /** Never blocks. The future holds a wrapper, or {@code null} for a miss. */
    @Override
    public CompletableFuture<@Nullable ValueWrapper> retrieve(Object key) {
        ValueWrapper near = near(key, null);
        if (near != null) {
            return CompletableFuture.completedFuture(near);
        }
        CompletableFuture<@Nullable ValueWrapper> found = new CompletableFuture<>();
        loads.peek(entryKey(key), null)
                .whenDone(executor, (entry, failure) -> Futures.complete(found, wrap(entry), failure));
        return found;
    }

    /** Never blocks. The supplier is called on this cache's executor; the future fails with what its future failed with. */
    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return loadAsync(key, null, this::entryKey, valueLoader);
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        loads.put(entryKey(key), null, value).await();
    }

    /**
     * Atomic across all instances, unless the remote tier is away, or somebody has the key for longer than {@code wait-max}:
     * a load of the key, or another put, is waited for. Inside a transaction the value is put after the commit, as by {@link
     * #put}, and an earlier put of the same transaction counts as there.
     */
    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        Present there = loads.putIfAbsent(entryKey(key), value);
        return there == null ? null : new SimpleValueWrapper(there.value());
    }

    @Override
    public void evict(Object key) {
        evictIfPresent(key);
    }

    /** Takes effect at once. True: an entry was there. */
    @Override
    public boolean evictIfPresent(Object key) {
        return loads.evict(entryKey(key)).await();
    }

    /** Takes the same short time however many entries there are. Where {@code clear.mode} says so, it is a soft clear. */
    @Override
    public void clear() {
        clearing().await();
    }

    /** What {@link #clear()} does. */
    Pending<Boolean> clearing() {
        ClearSettings clear = settings.load().freshness().clear();
        return clear.soft() ? loads.clearSoftly(clear.spread()) : loads.clear();
    }

    /** The same as {@link #clearSoftly(Duration)} over {@code clear.spread} of this cache. */
    public void clearSoftly() {
        clearSoftly(settings.load().freshness().clear().spread());
    }

    /**
     * Clears the cache without a storm of loads: its entries are served on, and each is loaded anew at a time of its own
     * within the spread, while its callers have the present value; what nobody has read until the end of the spread is
     * invalid then. As fast as {@link #clear()}, and the same for all instances as soon as they hear of it. Inside a
     * transaction it takes effect after the commit.
     *
     * @param spread a millisecond to 24 hours
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public void clearSoftly(Duration spread) {
        if (spread.compareTo(SHORTEST_SPREAD) < 0 || spread.compareTo(LONGEST_SPREAD) > 0) {
            throw new IllegalArgumentException("A soft clear of the cache '" + getName() + "' cannot be spread over "
                    + spread + ": " + SHORTEST_SPREAD + " to " + LONGEST_SPREAD);
        }
        loads.clearSoftly(spread).await();
    }

    /**
     * Clears the cache at once, whatever {@code clear.mode} says: Spring's contract asks for entries that are gone when this
     * returns, and allows {@link #clear()} to be deferred.
     *
     * @return true: something is known to have been there, in this process; false: that was not determined, which by
     *     Spring's contract it stands for too. To know what lies in Redis, one would have to look for it
     */
    @Override
    public boolean invalidate() {
        return loads.clear().await();
    }

    /**
     * Makes all entries invalid that were stored with this tag, by however many instances, as fast as {@link #clear()}. At
     * once for this instance, also for what is being loaded; for others as soon as they hear of it.
     *
     * @param tag 1 to 255 bytes in UTF-8, see {@link io.github.cachestarter.CacheTags}
     * @throws IllegalArgumentException if the tag is empty or too long
     */
    public void evictTag(String tag) {
        loads.evictTag(EntryTags.checked(tag)).await();
    }

    /**
     * Reads an entry into this process before anybody asks for it; loads nothing, and counts as no read.
     *
     * @return whether an entry is there; fails with a {@link io.github.cachestarter.RemoteException} if the remote tier does
     * @throws IllegalArgumentException if the key has no stable text
     */
    public Pending<Boolean> warm(Object key) {
        return loads.warm(entryKey(key));
    }

    /**
     * What stands for a key in Redis, behind the cache's name. It names this key and no other, whatever its class is.
     *
     * @param key the application's own or its {@link EntryKey}
     * @throws IllegalArgumentException if the key has no stable text
     */
    public String text(Object key) {
        return keys.text(key instanceof EntryKey address ? address : keys.key(key));
    }

    /** Evicts the entry of which this is the {@link #text}; takes effect at once. True: one is known to have been there. */
    public boolean evictText(String text) {
        // By the key itself where the text tells it: that is where its entry lies in this process.
        EntryKey key = keys.source(text).map(keys::key).orElseGet(() -> keys.address(text));
        return loads.evict(key).await();
    }

    @Override
    public String toString() {
        return "TieredCache[" + getName() + "]";
    }

    /**
     * The entry's address. A cache that is switched off asks nothing of its keys.
     *
     * @throws IllegalArgumentException if the key has no stable text
     */
    EntryKey entryKey(Object key) {
        Objects.requireNonNull(key, () -> "The key of an entry of the cache '" + getName() + "' must not be null");
        return settings.enabled() ? keys.key(key) : new EntryKey(getName(), key, "");
    }

    /** What lies in this process, without making the key's text. */
    @Nullable
    ValueWrapper near(@Nullable Object key, @Nullable Type type) {
        return key == null ? null : loads.near(key, type); // null is complained about where an address is needed
    }

    LoadCoordinator loads() {
        return loads;
    }

    Executor executor() {
        return executor;
    }

    Executor methods() {
        return methods;
    }

    long now() {
        return ticker.getAsLong();
    }

    static @Nullable ValueWrapper wrap(@Nullable Entry entry) {
        return entry == null ? null : new SimpleValueWrapper(entry.value());
    }

    @SuppressWarnings("unchecked") // without a type the caller vouches for it
    static <T> @Nullable T cast(@Nullable ValueWrapper wrapper, @Nullable Class<T> type) {
        Object value = wrapper == null ? null : wrapper.get();
        if (value != null && type != null && !type.isInstance(value)) {
            throw new IllegalStateException("The cached value is a "
                    + value.getClass().getName() + ", not a " + type.getName() + " as the caller requires");
        }
        return (T) value;
    }

    /** Fails with the very failure of the loader. */
    @Nullable
    Object load(EntryKey key, @Nullable Type type, Callable<? extends @Nullable Object> loader) throws Exception {
        Reloadable reloadable = loader::call;
        return loads.get(key, type, reloadable);
    }

    /** A future of the caller's own, which it may cancel without disturbing those who share the load. */
    @SuppressWarnings("unchecked") // entries of a key are what its loader gave
    <T> CompletableFuture<T> loadAsync(
            Object key,
            @Nullable Type type,
            Function<Object, EntryKey> addresses,
            Supplier<? extends CompletableFuture<? extends @Nullable Object>> loader) {
        ValueWrapper near = near(key, type);
        return near != null
                ? CompletableFuture.completedFuture((T) near.get())
                : (CompletableFuture<T>) loads.getAsync(addresses.apply(key), type, loader);
    }

    // At the shutdown an answer on the wrong thread is better than none.
    private static void execute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException ex) {
            task.run();
        }
    }
}
