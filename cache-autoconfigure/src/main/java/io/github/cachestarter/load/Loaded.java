package io.github.cachestarter.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loader may return instead of the bare value, to say how the value is to be cached. It is unwrapped as soon as the
 * loader returns: callers and followers only ever see the value. Immutable.
 *
 * @param value the value; may be {@code null}
 * @param keep false: it goes to everybody who joined the load and into no tier, and the load's lease is given back
 * @param tags the tags under which it can be evicted; empty: none
 */
public record Loaded(@Nullable Object value, boolean keep, List<String> tags) {

    private static final List<String> NO_TAGS = List.of();

    public Loaded {
        tags = List.copyOf(tags);
    }

    /** What a loader returned: itself if it says how, else a value that is kept, without tags. */
    public static Loaded of(@Nullable Object result) {
        return result instanceof Loaded loaded ? loaded : new Loaded(result, true, NO_TAGS);
    }

    /** A value that is returned and cached nowhere. */
    public static Loaded unkept(@Nullable Object value) {
        return new Loaded(value, false, NO_TAGS);
    }
}
