package io.github.cachestarter.benchmarks.subject;

import java.util.HashMap;
import java.util.Map;

/** The properties by which the application of one contender differs from that of another. */
public final class ShopProperties {

    private static final String CACHE_STARTER = "cache-starter";

    private ShopProperties() {}

    /** For the contender, which must be one with Spring. */
    public static Map<String, Object> of(Contender contender, Tiers tiers, RedisAddress redis) {
        String profile = profile(contender);
        boolean local = tiers == Tiers.LOCAL_FIRST;
        return Map.of(
                "spring.profiles.active",
                profile,
                "spring.data.redis.host",
                redis.host(),
                "spring.data.redis.port",
                redis.port(),
                "benchmarks.redis-url",
                redis.url(),
                "benchmarks.local",
                local,
                "benchmarks.local-entries",
                Bounds.LOCAL_ENTRIES,
                "benchmarks.mode",
                local ? "tiered" : "remote",
                // It stands back from the others anyway, but an application without it would not even look.
                "cache-starter.enabled",
                profile.equals(CACHE_STARTER),
                "cache-starter.insight.enabled",
                contender != Contender.PROJECT_WITHOUT_INSIGHT);
    }

    /** For Cache Starter with a local tier of another size than everybody's. */
    static Map<String, Object> ofProject(Tiers tiers, RedisAddress redis, int localEntries) {
        Map<String, Object> properties = new HashMap<>(of(Contender.PROJECT, tiers, redis));
        properties.put("benchmarks.local-entries", localEntries);
        return properties;
    }

    private static String profile(Contender contender) {
        return switch (contender) {
            case SPRING_CAFFEINE -> "spring-caffeine";
            case BOOT_REDIS -> "boot-redis";
            case BOOT_REDIS_IMMEDIATE -> "boot-redis-immediate";
            case REDISSON -> "redisson";
            case PROJECT, PROJECT_WITHOUT_INSIGHT -> CACHE_STARTER;
            case CAFFEINE, LETTUCE, JETCACHE ->
                throw new IllegalArgumentException(contender + " is no Spring application");
        };
    }
}
