package io.github.cachestarter.redis;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.redis.ServerFacts.Traffic;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges one server: which of its settings hurt a cache, why, and what to set instead. A fact that is unknown is no
 * finding.
 */
final class ServerRules {

    /** Every code that {@link #judge} may give. */
    static final List<String> CODES = List.of(
            "noeviction", "no-maxmemory", "volatile-policy", "allkeys-random", "persistence", "replica", "old-version");

    private static final int MANY = 100;
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    private final ServerFacts facts;
    private final List<Finding> findings = new ArrayList<>();

    private ServerRules(ServerFacts facts) {
        this.facts = facts;
    }

    static List<Finding> judge(ServerFacts facts) {
        ServerRules rules = new ServerRules(facts);
        rules.policy();
        rules.memory();
        rules.role();
        rules.persistence();
        rules.version();
        return rules.findings;
    }

    private void policy() {
        String policy = facts.evictionPolicy();
        Traffic traffic = facts.traffic();
        if (policy.equals("noeviction")) {
            found(
                    Severity.WARN,
                    "noeviction",
                    "maxmemory-policy is noeviction: once memory is full every write fails, and the cache takes no"
                            + " new entries",
                    "Let the server evict: " + set("maxmemory-policy", "allkeys-lru"));
        } else if (policy.equals("allkeys-random")) {
            found(
                    Severity.INFO,
                    "allkeys-random",
                    "maxmemory-policy is allkeys-random: what is read all the time is evicted as often as anything",
                    "Let the server evict by use: " + set("maxmemory-policy", "allkeys-lru"));
        } else if (policy.startsWith("volatile-") && manyWithoutTtl(traffic)) {
            found(
                    Severity.WARN,
                    "volatile-policy",
                    "maxmemory-policy is " + policy + " and " + traffic.keysWithoutTtl() + " of " + traffic.keys()
                            + " keys have no TTL: those are never evicted, so the cache alone pays when memory is full",
                    "Give the cache a server of its own with maxmemory-policy allkeys-lru, or those keys a TTL");
        }
    }

    private void memory() {
        if (facts.memory().maxBytes() == 0) {
            found(
                    Severity.WARN,
                    "no-maxmemory",
                    "maxmemory is 0: the server grows until its machine has no memory left and it is killed",
                    "Set what the machine can spare, for example: " + set("maxmemory", "1gb"));
        }
    }

    private void role() {
        if (facts.role().equals("replica")) {
            found(
                    Severity.WARN,
                    "replica",
                    "The server is a replica: it takes no writes, so nothing can be cached there",
                    "Point spring.data.redis.* at the primary, or at the Sentinels or the cluster that know it");
        }
    }

    private void persistence() {
        if (facts.persistence().contains("rdb") || facts.persistence().contains("aof")) {
            found(
                    Severity.INFO,
                    "persistence",
                    "The server keeps its data on disk (" + facts.persistence() + "): every fork costs memory, and a"
                            + " restart brings back what had been evicted",
                    "If it holds nothing but caches: " + set("save", "\"\"") + "; " + set("appendonly", "no"));
        }
    }

    private void version() {
        String[] words = facts.server().split(" ", -1);
        if (words.length != 2 || !words[0].equals("redis")) {
            return;
        }
        String[] numbers = words[1].split("\\.", -1);
        try {
            int major = Integer.parseInt(numbers[0]);
            int minor = numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0;
            if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
                found(
                        Severity.INFO,
                        "old-version",
                        facts.server() + " is older than anything the cache is tested with",
                        "Upgrade to " + OLDEST_MAJOR + "." + OLDEST_MINOR + " or newer");
            }
        } catch (NumberFormatException ex) {
            // A version of another kind: there is nothing to say about it.
        }
    }

    private static boolean manyWithoutTtl(Traffic traffic) {
        return traffic.keysWithoutTtl() >= MANY && traffic.keysWithoutTtl() * 10 >= traffic.keys();
    }

    private static String set(String parameter, String value) {
        return "CONFIG SET " + parameter + " " + value + " (and the line '" + parameter + " " + value
                + "' in redis.conf, or that parameter of a managed service)";
    }

    private void found(Severity severity, String code, String message, String action) {
        findings.add(new Finding(severity, code, facts.address(), message, action));
    }
}
