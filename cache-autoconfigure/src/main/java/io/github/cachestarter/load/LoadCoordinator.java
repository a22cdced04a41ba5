package io.github.cachestarter.load;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.LocalHit;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads, loads, stores and evictions of one cache. Degrades inside: no method fails because the remote tier does; such
 * failures go to the {@link FailureReporter} and the listener. Thread-safe.
 */
public interface LoadCoordinator {

    /**
     * What lies in this process, found without making the text of a key; the way for hits to be fast. Asked once for each read:
     * some reads are chosen here to be looked at by the others.
     *
     * @return null: nothing, or only the other methods can tell
     */
    @Nullable
    LocalHit near(Object key, @Nullable Type type);

    /**
     * Read-through for a blocking caller: a hit, or one load per key at a time with everybody else waiting. The loader
     * runs at most once per call, on the caller's thread; it may return a {@link Loaded} to say how its value is cached.
     *
     * @throws Exception what the loader threw, the very exception
     */
    @Nullable
    Object get(EntryKey key, @Nullable Type type, Callable<? extends @Nullable Object> loader) throws Exception;

    /**
     * The same for an asynchronous or reactive caller. Never blocks; the loader's supplier is called and the result
     * completed on the coordinator's executor. Fails with what the loader failed with.
     *
     * @return a future of this caller's own: who cancels it has left. A load that all callers have left is cancelled and its
     *     lease given back; one that a single caller stays with goes on
     */
    CompletableFuture<@Nullable Object> getAsync(
            EntryKey key, @Nullable Type type, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader);

    /** Makes a type known that a caller who declares nothing expects to read. */
    void expect(Type type);

    /** A plain read that loads nothing and takes no lease. Empty result ({@code null}): a miss. */
    Pending<@Nullable Entry> peek(EntryKey key, @Nullable Type type);

    /**
     * Reads an entry before anybody asks for it, so that it lies in this process when somebody does. Loads nothing, and
     * counts as no read. True: an entry is there.
     *
     * @return fails with a {@link io.github.cachestarter.RemoteException} if the remote tier does
     */
    Pending<Boolean> warm(EntryKey key);

    /**
     * A read of an operation that cannot be upgraded to a single load (several caches, combinations): on a miss takes
     * the lease without waiting, so that the put that follows is fenced.
     */
    Pending<FencedRead> readFenced(EntryKey key, @Nullable Type type);

    /**
     * Stores what the method returned after a {@link FencedRead} that missed; without a token the value is dropped.
     *
     * @param startedNanos when the load began, {@link System#nanoTime()}
     */
    Pending<Boolean> storeFenced(
            EntryKey key, @Nullable Type type, @Nullable Token token, @Nullable Object value, long startedNanos);

    /** Gives back a token that will not be used. */
    Pending<Boolean> abandon(EntryKey key, Token token);

    /** Claims a key before the method of a {@code @CachePut}; null: not acknowledged, the put will be an evict. */
    Pending<@Nullable Token> claim(EntryKey key);

    /** The same for a method that is known to end in this time: a claim left behind by a crash lasts no longer. */
    Pending<@Nullable Token> claim(EntryKey key, Duration atMost);

    /** Puts under an acknowledged claim; without one this is an evict. False: the key was removed instead. */
    Pending<Boolean> putClaimed(EntryKey key, @Nullable Type type, @Nullable Token claim, @Nullable Object value);

    /** Puts a value by hand ({@code Cache.put}). False: the key was removed instead. */
    Pending<Boolean> put(EntryKey key, @Nullable Type type, @Nullable Object value);

    /**
     * Puts a value where nothing is. Whoever is loading or putting the key is waited for, as a miss waits; of several who put
     * at a time one does. After {@code wait-max}, and where the remote tier is away, the value is put as by {@link #put}.
     *
     * @return what was there; null: nothing was, and this value is there now, unless values like it are not kept
     */
    @Nullable
    Present putIfAbsent(EntryKey key, @Nullable Object value);

    /** Evicts a key and detaches its running load. True: an entry was there. */
    Pending<Boolean> evict(EntryKey key);

    /** Makes everything invalid and detaches all running loads. True: something is known to have been there. */
    Pending<Boolean> clear();

    /**
     * Has everything loaded anew within this time, while it is used as before, and makes it invalid then. True: the remote
     * tier acknowledged it.
     */
    Pending<Boolean> clearSoftly(Duration spread);

    /** Makes every entry with this tag invalid, also one that is being loaded. True: the remote tier acknowledged it. */
    Pending<Boolean> evictTag(String tag);

    /** What lay where something was to be put if nothing was there. */
    record Present(@Nullable Object value) {}

    /**
     * What a fenced read gave: an entry, or a miss with the token that fences the put that follows (null: none).
     *
     * @param busy whether there is none because somebody else has the key at this time
     */
    record FencedRead(@Nullable Entry hit, @Nullable Token token, boolean busy) {

        /** One that nobody stood in the way of. */
        public FencedRead(@Nullable Entry hit, @Nullable Token token) {
            this(hit, token, false);
        }
    }
}
