package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.insight.Label;
import java.util.Arrays;
import java.util.Optional;

/**
 * The checklist: what is asked before a cache goes to production, and why. {@code docs/readiness.md} lists it with the
 * remedies; a test compares.
 */
public enum ReadinessCheck {
    PATTERN(true, "A cache that nobody reads, or whose settings nobody chose, is there by accident."),
    INVALIDATION(true, "What no method ever evicts is wrong until its time-to-live ends."),
    STAMPEDE(true, "When a hot key expires, every caller runs the method at the same moment."),
    SENSITIVE_DATA(
            true, "A permission or a price that is cached outlives its change; a balance is shown to be what it was."),
    KEY_SCOPE(
            true,
            "A method that reads who is asking, without that being in its key, gives one user's answer to another."),
    COLD_START(
            true, "After a deployment or a flush every call is a miss, and what is behind the cache gets all of them."),
    EXPIRY(true, "What never expires fills the memory; what expires in one moment is loaded in one moment."),
    CODEC(true, "Bytes that may name classes let whoever writes to Redis run code here."),
    REFUSED_VALUES(
            true, "What cannot be kept exactly lives in the memory of each instance alone: each loads it by itself."),
    LOCAL_SIZE(true, "A local tier smaller than the working set throws out what is read next."),
    EVICTION_POLICY(
            false, "When its memory is full a cache server has to throw out what is least used, and nothing else."),
    MEMORY_LIMIT(
            false,
            "Without a limit the server grows until its machine kills it; with too low a one it evicts all day."),
    CONSISTENCY(false, "A read from a replica may be old; a failover may lose a change that had been acknowledged."),
    ENCRYPTION(false, "Cached values and the login cross the network as they are."),
    AUTHENTICATION(false, "Who can write to Redis can change the application's answers."),
    MONITORING(false, "A cache that nobody watches is slow, cold or away for days before users complain.");

    private final boolean perCache;
    private final String reason;

    ReadinessCheck(boolean perCache, String reason) {
        this.perCache = perCache;
        this.reason = reason;
    }

    /** The name in JSON, logs and settings, such as {@code key-scope}. */
    public String id() {
        return Label.of(this);
    }

    /** The check of this name; empty: there is none. */
    public static Optional<ReadinessCheck> find(String id) {
        return Arrays.stream(values()).filter(check -> check.id().equals(id)).findFirst();
    }

    /** Whether every cache has an item of its own, or the whole application one. */
    public boolean perCache() {
        return perCache;
    }

    /** Why it is asked. */
    public String reason() {
        return reason;
    }
}
