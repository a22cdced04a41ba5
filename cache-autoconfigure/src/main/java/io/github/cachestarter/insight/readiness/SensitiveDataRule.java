package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.insight.NameWords;
import io.github.cachestarter.insight.readiness.AmbientInput.InKey;
import io.github.cachestarter.insight.readiness.AmbientInput.Kind;
import io.github.cachestarter.insight.readiness.MethodFacts.Access;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Data of which an old or somebody else's copy hurts. Names only suggest it, so what they suggest is a warning; what the
 * user declares is a failure.
 */
final class SensitiveDataRule {

    /** So long a wrong price or permission is bearable; whoever thinks otherwise sets less or nothing. */
    static final Duration SHORT = Duration.ofMinutes(1);

    private static final Set<String> WORDS = Set.of(
            "authority",
            "balance",
            "credential",
            "entitlement",
            "iban",
            "otp",
            "password",
            "payment",
            "permission",
            "price",
            "role",
            "salary",
            "secret",
            "session",
            "token");

    private static final Set<String> ANNOTATIONS = Set.of(
            "PreAuthorize",
            "PostAuthorize",
            "PreFilter",
            "PostFilter",
            "Secured",
            "RolesAllowed",
            "AuthorizeReturnObject");

    private final CacheFacts cache;

    SensitiveDataRule(CacheFacts cache) {
        this.cache = cache;
    }

    ReadinessItem judge() {
        Set<String> signs = signs();
        if (!cache.sensitive() && signs.isEmpty()) {
            return ReadinessItem.pass(
                    ReadinessCheck.SENSITIVE_DATA,
                    "Neither names nor annotations suggest it, and cache-starter.readiness.sensitive does not list it");
        }
        String what = cache.sensitive()
                ? "Listed in cache-starter.readiness.sensitive"
                : "Suggested by " + String.join(", ", signs);
        Duration ttl = cache.settings().ttl().ttl();
        if (ttl.compareTo(SHORT) <= 0) {
            return ReadinessItem.pass(
                    ReadinessCheck.SENSITIVE_DATA, what + "; entries live for " + MethodRules.text(ttl) + " at most");
        }
        if (scoped()) {
            return ReadinessItem.pass(ReadinessCheck.SENSITIVE_DATA, what + "; every key holds who is asking");
        }
        String evidence = what + "; entries live for " + MethodRules.text(ttl) + " and are everybody's";
        String remedy = "Set a ttl of " + MethodRules.text(SHORT)
                + " or less, put who is asking into the key, or do not" + " cache it (enabled: false)";
        return (cache.sensitive()
                        ? ReadinessItem.fail(ReadinessCheck.SENSITIVE_DATA, evidence, remedy)
                        : ReadinessItem.warn(ReadinessCheck.SENSITIVE_DATA, evidence, remedy))
                .property(cache.property("ttl"));
    }

    private boolean scoped() {
        List<MethodFacts> reads = cache.methods(Access.READ);
        return !reads.isEmpty() && reads.stream().allMatch(SensitiveDataRule::holdsUser);
    }

    private static boolean holdsUser(MethodFacts method) {
        return method.ambient().stream().anyMatch(input -> input.kind() == Kind.USER && input.inKey() == InKey.YES);
    }

    private Set<String> signs() {
        Set<String> signs = new LinkedHashSet<>();
        words(cache.name()).forEach(word -> signs.add("'" + word + "' in the cache's name"));
        for (MethodFacts method : cache.methods()) {
            words(method.name()).forEach(word -> signs.add("'" + word + "' in " + method.name()));
            words(method.valueType()).forEach(word -> signs.add("'" + word + "' in the type " + method.valueType()));
            method.annotations().stream()
                    .filter(ANNOTATIONS::contains)
                    .forEach(annotation -> signs.add("@" + annotation + " on " + method.name()));
        }
        return signs;
    }

    private static Set<String> words(String name) {
        Set<String> found = NameWords.of(name);
        found.retainAll(WORDS);
        return found;
    }
}
