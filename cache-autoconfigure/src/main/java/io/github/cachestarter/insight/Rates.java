package io.github.cachestarter.insight;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a cache per second, over three windows. The names are those of the insight endpoint's JSON.
 *
 * @param oneMinute the last minute; null: the cache has not been watched for that long
 * @param fiveMinutes the last five minutes; null: likewise
 * @param sinceStart all the time
 */
public record Rates(@Nullable Rate oneMinute, @Nullable Rate fiveMinutes, Rate sinceStart) {

    /**
     * One window.
     *
     * @param seconds its length
     * @param hitRate the share of reads that either tier answered; null: there were none
     * @param localHitRate the share of reads that the local tier answered; null: there were none
     * @param perSecond events per second by name: {@code localHits}, {@code remoteHits}, {@code misses}, ...
     */
    public record Rate(
            double seconds,
            @Nullable Double hitRate,
            @Nullable Double localHitRate,
            Map<String, Double> perSecond) {}
}
