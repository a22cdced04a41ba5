package io.github.cachestarter.autoconfigure;

import java.util.Map;

/**
 * What may be written for a property, in words. One text per last part of a property's name: a property is the same
 * thing in the defaults and in a cache.
 */
final class AllowedValues {

    static final String TTL = "a duration of at least 1ms, such as 30s, 5m or 24h";
    static final String TIMEOUT = "a duration of at least 1ms and at most 1m, such as 100ms";
    static final String LEASE = "a duration of at least 1ms and at most 1h, such as 10s";
    static final String WAIT_MAX = "a duration of at most 1h, such as 5s; 0 = never wait";
    static final String LOAD_TIMEOUT = "off, or a duration of at least 1ms and at most 1h, such as 2s";
    static final String REFRESH_MODE = "off, probabilistic, threshold or scheduled";
    static final String BETA = "a number from 0.1 to 10, such as 1.0";
    static final String THRESHOLD = "a share from 10% to 99%, such as 80% or 0.8";
    static final String FORGET_AFTER = "a duration of at least 1s and at most 24h, such as 10m";
    static final String ON_ERROR = "a duration of at most 30d, such as 1h; 0 = never";
    static final String THROTTLE = "a duration of at least 1ms and at most 1h, such as 30s";
    static final String CLEAR_MODE = "hard or soft";
    static final String SPREAD = "a duration of at least 1ms and at most 24h, such as 10m";
    static final String EXCEPTION_NAME = "the fully qualified name of an exception on the class path";
    static final String JITTER = "a share from 0% to 90%, such as 10% or 0.1";
    static final String NULL_TTL = "off, or " + TTL;
    static final String CRON = "off, or six fields of a cron expression, seconds first, such as 0 0 6 * * *";
    static final String ZONE = "a time zone, such as UTC or Europe/Berlin";
    static final String SIZE = "a size from 1B to 512MiB, such as 10KB or 1MiB";
    static final String COMPRESSION = "off, 0, or " + SIZE;
    static final String LOCAL_WEIGHT = "off, or a size of at least 1B, such as 64MB";
    static final String LOCAL_ENTRIES = "a whole number from 1";
    static final String MAX_STALENESS = "a duration of at least 500ms and at most 1m, such as 2s";
    static final String OUTAGE_TTL = "a duration of at most 1h, such as 10s; 0 = never";
    static final String HOT_KEYS = "a whole number from 1 to 8192, such as 5000";
    static final String CONCURRENCY = "a whole number from 1 to 256, such as 4";
    static final String COUNT = "a whole number from 0";
    static final String MAX_CONCURRENT = "off, or a whole number from 1, such as 64";
    static final String MAX_KEYS = "a whole number from 1, such as 100000";
    static final String SHUTDOWN_WAIT = "a duration of at most 1m, such as 2s; 0 = never wait";
    static final String KEY_VERSION = "letters, digits, '.', '_' and '-', such as 1 or v2";
    static final String CACHE_PREFIX = "text without whitespace, such as the application's name";
    static final String CLASS_NAME = "the fully qualified name of a class on the class path";
    static final String JAVA_CLASSES =
            "a class (com.acme.Order), the classes of a package (com.acme.*), or those of its"
                    + " subpackages too (com.acme.**)";
    static final String READINESS_ITEM =
            "a check such as encryption, or a cache and a check such as products/key-scope;"
                    + " the endpoint cachereadiness lists the checks";
    static final String BOOLEAN = "true or false";

    /** In Spring Boot's uniform spelling: lower case, no dashes. */
    private static final Map<String, String> BY_LAST_PART = Map.ofEntries(
            Map.entry("ttl", TTL),
            Map.entry("maxttl", TTL),
            Map.entry("lease", LEASE),
            Map.entry("waitmax", WAIT_MAX),
            Map.entry("maxwait", WAIT_MAX),
            Map.entry("maxkeys", MAX_KEYS),
            Map.entry("shutdownwait", SHUTDOWN_WAIT),
            Map.entry("onevictfailure", "repair or throw"),
            Map.entry("waitreplicas", COUNT),
            Map.entry("waitreplicastimeout", TIMEOUT),
            Map.entry("read", TIMEOUT),
            Map.entry("write", TIMEOUT),
            Map.entry("connect", TIMEOUT),
            Map.entry("keys", HOT_KEYS),
            Map.entry("concurrency", CONCURRENCY),
            Map.entry("first", COUNT),
            Map.entry("onein", COUNT),
            Map.entry("enabled", BOOLEAN),
            Map.entry("createondemand", BOOLEAN),
            Map.entry("log", BOOLEAN),
            Map.entry("singleflight", BOOLEAN),
            Map.entry("share", BOOLEAN),
            Map.entry("maxentries", LOCAL_ENTRIES),
            Map.entry("maxstaleness", MAX_STALENESS),
            Map.entry("outagelocalttl", OUTAGE_TTL),
            Map.entry("mode", "tiered, remote or local"),
            Map.entry("beta", BETA),
            Map.entry("forgetafter", FORGET_AFTER),
            Map.entry("onerror", ON_ERROR),
            Map.entry("throttle", THROTTLE),
            Map.entry("onevict", BOOLEAN),
            Map.entry("spread", SPREAD),
            Map.entry("servercheck", "warn, fail or off"),
            Map.entry("onrefused", "local or fail"));

    private AllowedValues() {}

    /** The text for a property, by the last part of its name in uniform spelling. */
    static String of(String lastPart) {
        return BY_LAST_PART.getOrDefault(lastPart, "see the documentation of this property");
    }
}
