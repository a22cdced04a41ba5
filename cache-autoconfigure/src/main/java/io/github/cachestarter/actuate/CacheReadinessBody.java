package io.github.cachestarter.actuate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint {@code cachereadiness} answers; the names of the components are those of the JSON.
 *
 * @param verdict the worst of all items: {@code pass}, {@code unknown}, {@code warn} or {@code fail}
 * @param counts how many items have which status
 * @param application what concerns all caches
 * @param caches the items of every cache, by its name
 */
public record CacheReadinessBody(
        String verdict, Map<String, Long> counts, List<ItemBody> application, Map<String, CacheBody> caches) {

    /** One cache. */
    public record CacheBody(String verdict, List<ItemBody> items) {}

    /**
     * One item of the checklist.
     *
     * @param accepted whether the settings say that it is wanted so; it counts for no verdict then
     * @param reason why it is asked
     * @param remedy what to do; null: nothing
     * @param property the property to change; null: there is none for it
     * @param finding the code of the finding in {@code cacheinsight} that says the same; null: there is none
     */
    public record ItemBody(
            String check,
            String status,
            boolean accepted,
            String evidence,
            String reason,
            @Nullable String remedy,
            @Nullable String property,
            @Nullable String finding) {}
}
