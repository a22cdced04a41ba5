package io.github.cachestarter.actuate;

import io.github.cachestarter.EvictionPendingException;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.insight.BackendView;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What an operator may change in a cache. Exactly one thing has to be named, so that a slip in a parameter's name does not
 * clear a cache.
 */
record CacheChanges(BackendView backend) {

    /**
     * Evicts a key or a tag, or clears the cache, at once or softly.
     *
     * @throws InvalidEndpointRequestException unless exactly one of the four is given
     */
    CacheInsightBody.Change evict(
            TieredCache cache,
            @Nullable String key,
            @Nullable String tag,
            @Nullable Boolean all,
            @Nullable Boolean soft) {
        boolean clear = Boolean.TRUE.equals(all);
        boolean softly = Boolean.TRUE.equals(soft);
        if (Stream.of(key != null, tag != null, clear, softly)
                        .filter(given -> given)
                        .count()
                != 1) {
            String reason = "Exactly one of key=..., tag=..., all=true and soft=true is needed";
            throw new InvalidEndpointRequestException(reason, reason);
        }
        if (key != null) {
            return change(cache, "key", () -> evictKey(cache, key));
        }
        if (tag != null) {
            return change(cache, "tag", () -> {
                evictTag(cache, tag);
                return false;
            });
        }
        if (softly) {
            return change(cache, "soft", () -> {
                cache.clearSoftly();
                return false;
            });
        }
        return change(cache, "all", cache::invalidate);
    }

    private CacheInsightBody.Change change(TieredCache cache, String what, BooleanSupplier change) {
        return new CacheInsightBody.Change(
                cache.getName(),
                what,
                nowOrLater(change),
                backend.repairs().byCache().containsKey(cache.getName()));
    }

    /** What is done as soon as the server answers is told by the answer, not by the exception that callers may want. */
    private static boolean nowOrLater(BooleanSupplier change) {
        try {
            return change.getAsBoolean();
        } catch (EvictionPendingException ex) {
            return false;
        }
    }

    private static void evictTag(TieredCache cache, String tag) {
        try {
            cache.evictTag(tag);
        } catch (IllegalArgumentException ex) {
            throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), "The tag cannot be used");
        }
    }

    /**
     * A text that somebody has typed may be that of a string, a number or an id, and evicting what is not there does no harm.
     * What stands for a key in Redis names exactly one, of whatever class. Without {@code #} and {@code %} it is a string's own
     * text: other classes are told by a {@code #}, and what is special in a string is escaped with a {@code %}.
     */
    private static boolean evictKey(TieredCache cache, String text) {
        boolean there = false;
        for (Object key : candidates(text)) {
            there |= nowOrLater(() -> cache.evictIfPresent(key));
        }
        boolean plain = text.indexOf('#') < 0 && text.indexOf('%') < 0;
        return plain ? there : nowOrLater(() -> cache.evictText(text)) || there;
    }

    private static List<Object> candidates(String text) {
        List<Object> keys = new ArrayList<>();
        keys.add(text);
        try {
            keys.add(Long.valueOf(text));
            keys.add(Integer.valueOf(text));
        } catch (NumberFormatException ex) {
            // Not one of these.
        }
        try {
            keys.add(UUID.fromString(text));
        } catch (IllegalArgumentException ex) {
            // Nor this.
        }
        return keys;
    }
}
