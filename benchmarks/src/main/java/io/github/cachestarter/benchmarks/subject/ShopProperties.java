package io.github.cachestarter.benchmarks.subject;

import java.util.Map;

/** The properties by which the application of one contender differs from that of another. */
public final class ShopProperties {

    private ShopProperties() {}

    /** For the contender, which must be one with Spring. */
    public static Map<String, Object> of(Contender contender, Tiers tiers, RedisAddress redis) {
        boolean local = tiers == Tiers.LOCAL_FIRST;
        return Map.of(
                "spring.profiles.active", profile(contender),
                "spring.data.redis.host", redis.host(),
                "spring.data.redis.port", redis.port(),
                "benchmarks.redis-url", redis.url(),
                "benchmarks.local", local,
                "cache-starter.insight.enabled", contender != Contender.PROJECT_WITHOUT_INSIGHT,
                "benchmarks.mode", local ? "tiered" : "remote");
    }

    private static String profile(Contender contender) {
        return switch (contender) {
            case SPRING_CAFFEINE -> "spring-caffeine";
            case BOOT_REDIS -> "boot-redis";
            case BOOT_REDIS_IMMEDIATE -> "boot-redis-immediate";
            case REDISSON -> "redisson";
            case PROJECT, PROJECT_WITHOUT_INSIGHT -> "cache-starter";
            case CAFFEINE, LETTUCE, JETCACHE ->
                throw new IllegalArgumentException(contender + " is no Spring application");
        };
    }
}
