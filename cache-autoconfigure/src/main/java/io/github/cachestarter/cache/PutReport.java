package io.github.cachestarter.cache;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once per method that it does not store what it is meant to, and why. Thread-safe. */
final class PutReport {

    private static final Logger log = LoggerFactory.getLogger(PutReport.class);

    private static final String KEY_OF_ARGUMENTS =
            "Use a key made of the arguments, or leave it: the next read loads the new value";

    private final Supplier<Findings> findings;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    PutReport(Supplier<Findings> findings) {
        this.findings = findings;
    }

    /** The key is known only when the method has returned. */
    void lateKey(CachedMethod method, String cache) {
        report(method, cache, "its key can only be computed after the method", KEY_OF_ARGUMENTS);
    }

    /** The condition was false before the method, when the key would have been claimed, and true after it. */
    void lateCondition(CachedMethod method, String cache) {
        report(
                method,
                cache,
                "its condition was false before the method",
                "Use a condition that the method does not change, or leave it: the next read loads the new value");
    }

    /** The key was another one before the method than after it. */
    void otherKey(CachedMethod method, String cache) {
        report(method, cache, "its key was another one before the method than after it", KEY_OF_ARGUMENTS);
    }

    /** Nobody knows under which tags the value would have to be stored. */
    void tagsFailed(CachedMethod method, RuntimeException failure) {
        failed(method, "tags", "the tags of its @CacheTags", failure);
    }

    /** Nobody knows how long the value may live. */
    void ttlFailed(CachedMethod method, RuntimeException failure) {
        failed(method, "ttl", "the time-to-live of its @CacheTtl", failure);
    }

    private void failed(CachedMethod method, String what, String missing, RuntimeException failure) {
        if (!reported.add(method.name() + ' ' + what)) {
            return;
        }
        Finding finding = new Finding(
                Finding.Severity.ERROR,
                what + "-failed",
                method.name(),
                "What " + method.name() + " returned was not cached, because " + missing + " could not be found: "
                        + failure.getMessage(),
                "Correct the expression; where the result may be null, write #result?.name");
        log.warn("{}. {}", finding.message(), finding.action());
        findings.get().report(finding);
    }

    private void report(CachedMethod method, String cache, String reason, String action) {
        if (!reported.add(method.name() + ' ' + cache)) {
            return;
        }
        Finding finding = new Finding(
                Finding.Severity.INFO,
                "put-evicts",
                method.name(),
                "@CachePut on " + method.name() + " evicts from the cache '" + cache + "' instead of storing, because "
                        + reason + ": only a key that is claimed before the method runs is safe to put, since two"
                        + " calls at the same time may reach the cache in another order than the database",
                action);
        log.info("{}. {}", finding.message(), finding.action());
        findings.get().report(finding);
    }
}
