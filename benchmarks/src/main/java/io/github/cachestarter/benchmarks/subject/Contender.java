package io.github.cachestarter.benchmarks.subject;

/** Everything that is compared, in the order of the report. */
public enum Contender {
    /** The limit of the local tier. */
    CAFFEINE("Caffeine"),
    /** The limit of the remote tier: plain commands and Jackson on a connection of its own. */
    LETTUCE("Lettuce and Jackson"),
    SPRING_CAFFEINE("Spring's Caffeine cache"),
    BOOT_REDIS("Boot's Redis cache"),
    BOOT_REDIS_IMMEDIATE("Boot's Redis cache, immediateWrites"),
    JETCACHE("JetCache"),
    REDISSON("Redisson"),
    PROJECT("Cache Starter"),
    /** What looking costs. */
    PROJECT_WITHOUT_INSIGHT("Cache Starter, insight off");

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    /** As a reader knows it. */
    public String title() {
        return title;
    }

    /** Cache Starter with a local tier of another size than everybody's; close it. */
    public static Subject project(Tiers tiers, RedisAddress redis, int localEntries) {
        return new SpringSubject(ShopProperties.ofProject(tiers, redis, localEntries));
    }

    /** An empty cache; close it. Tiers mean nothing to those who know one only. */
    public Subject open(Tiers tiers, RedisAddress redis) {
        return switch (this) {
            case CAFFEINE -> new CaffeineSubject();
            case LETTUCE -> new LettuceSubject(redis);
            case SPRING_CAFFEINE, BOOT_REDIS, BOOT_REDIS_IMMEDIATE, REDISSON, PROJECT, PROJECT_WITHOUT_INSIGHT ->
                new SpringSubject(ShopProperties.of(this, tiers, redis));
            case JETCACHE -> new JetCacheSubject(tiers, redis);
        };
    }
}
