package io.github.cachestarter.local;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache in this process. A read never gives an entry that is known to be older than a change, however
 * late the entry came in: see {@link Epochs}. Nothing here waits or fails. Thread-safe.
 *
 * <p>Whoever reads the remote tier or loads takes a {@link #snapshot} <em>before</em> that and hands it in with what came
 * of it. Whoever changes an entry tells of it <em>after</em> the remote tier's reply, whatever the reply is, and before
 * its caller goes on.
 */
public interface LocalTier {

    /** Keeps nothing. */
    LocalTier NONE = new NoLocalTier();

    /**
     * Reads by the application's key. This is the path to be fast: no text is made of the key.
     *
     * @param type the declared type of the calling method; an entry of another type is not found. Null: any
     * @return null for a miss, also where the key's class makes it necessary to ask by its text, with {@link #find}
     */
    @Nullable
    LocalHit get(Object key, @Nullable Type type);

    /** Reads any key; null for a miss. */
    @Nullable
    LocalHit find(EntryKey key, @Nullable Type type);

    /**
     * Reads an entry whose own time may be over, as long as nobody has changed it and its memory was not given back.
     *
     * @return null: nothing is left of it
     */
    @Nullable
    LocalHit lapsed(EntryKey key, @Nullable Type type);

    /** What is known of the key's changes now. */
    Snapshot snapshot(EntryKey key);

    /**
     * Keeps what a read of the remote tier or a load gave.
     *
     * @param bytes the entry encoded, if somebody has them at hand; not changed by anybody from now on. Null: they are made
     *     here where they are needed
     * @param before taken before that read or load began
     */
    void put(EntryKey key, @Nullable Type type, Entry entry, byte @Nullable [] bytes, Snapshot before);

    /**
     * Keeps what this instance has put into the remote tier, unless something else happened to the key meanwhile: then
     * nobody knows which of the two came first, and nothing is kept.
     *
     * @param bytes as for {@link #put}
     * @param before taken before the put was sent
     * @return whether nothing else happened to the key meanwhile
     */
    boolean replaced(EntryKey key, @Nullable Type type, Entry entry, byte @Nullable [] bytes, Snapshot before);

    /**
     * This instance has evicted the key, or tried to.
     *
     * @return whether an entry lay here that could have been read
     */
    boolean evicted(EntryKey key);

    /** The same, but the entry may still be had by {@link #last}. */
    boolean outdated(EntryKey key);

    /**
     * What lies here of a key, also after it was evicted or cleared, as long as its memory was not given back.
     *
     * @return null: nothing is left of it
     */
    @Nullable
    LocalHit last(EntryKey key, @Nullable Type type);

    /** Whether an entry lies here that can be read; looks at the dead ones, too, until it finds one. */
    boolean holdsAny();

    /** This instance has cleared the cache, or tried to. */
    void cleared();

    /** How many entries lie here, dead ones included; an estimate. */
    long size();

    /** How many entries had to go since the start because there was no more room for them. */
    long displaced();
}
