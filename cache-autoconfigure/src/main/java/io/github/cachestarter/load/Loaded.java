package io.github.cachestarter.load;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loader may return instead of the bare value, to say how the value is to be cached. It is unwrapped as soon as the
 * loader returns: callers and followers only ever see the value. Immutable.
 *
 * @param value the value; may be {@code null}
 * @param keep false: it goes to everybody who joined the load and into no tier, and the load's lease is given back
 * @param tags the tags under which it can be evicted, also while others wait for it; empty: none. Null: nobody knows, so
 *     that any may apply to it; such a value is never kept
 * @param ttl how long it lives; zero or less: it is not kept. Null: the cache decides
 */
public record Loaded(
        @Nullable Object value,
        boolean keep,
        @Nullable List<String> tags,
        @Nullable Duration ttl) {

    private static final List<String> NO_TAGS = List.of();

    public Loaded {
        if (tags == null && keep) {
            throw new IllegalArgumentException("A value that may have any tag cannot be kept");
        }
        tags = tags == null ? null : List.copyOf(tags);
    }

    /** A value about whose time nothing is said. */
    public Loaded(@Nullable Object value, boolean keep, @Nullable List<String> tags) {
        this(value, keep, tags, null);
    }

    /** What a loader returned: itself if it says how, else a value that is kept, without tags. */
    public static Loaded of(@Nullable Object result) {
        return result instanceof Loaded loaded ? loaded : new Loaded(result, true, NO_TAGS);
    }

    /** The same with a time-to-live of its own; null: the cache decides. */
    public Loaded living(@Nullable Duration own) {
        return new Loaded(value, keep, tags, own);
    }

    /** A value that is returned and cached nowhere, without tags. */
    public static Loaded unkept(@Nullable Object value) {
        return new Loaded(value, false, NO_TAGS);
    }

    /** The same for a value whose tags could not be found. */
    public static Loaded withUnknownTags(@Nullable Object value) {
        return new Loaded(value, false, null);
    }
}
