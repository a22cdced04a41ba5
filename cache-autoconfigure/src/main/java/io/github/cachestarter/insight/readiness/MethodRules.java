package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.Finding;
import io.github.cachestarter.insight.readiness.AmbientInput.InKey;
import io.github.cachestarter.insight.readiness.AmbientInput.Kind;
import io.github.cachestarter.insight.readiness.MethodFacts.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the annotated methods of a cache tell about it. */
final class MethodRules {

    /** Somebody notices within the hour anyway, or nobody needs to. */
    private static final Duration LONG = Duration.ofHours(1);

    private final CacheFacts cache;
    private final ApplicationFacts application;
    private final List<MethodFacts> reads;

    MethodRules(CacheFacts cache, ApplicationFacts application) {
        this.cache = cache;
        this.application = application;
        this.reads = cache.methods(Access.READ);
    }

    ReadinessItem pattern() {
        Optional<Finding> finding =
                application.finding(cache.name(), List.of("cache-unconfigured", "cache-unused", "put-evicts"));
        if (finding.isPresent()) {
            return pattern(finding.get());
        }
        List<MethodFacts> puts = cache.methods(Access.PUT);
        List<MethodFacts> evicts = cache.methods(Access.EVICT);
        if (reads.isEmpty() && !(puts.isEmpty() && evicts.isEmpty())) {
            return ReadinessItem.warn(
                    ReadinessCheck.PATTERN,
                    "Changed by " + names(cache.methods()) + ", read by no annotated method",
                    "Add the @Cacheable that is missing, or correct the name of the cache; if your code reads it by hand,"
                            + " accept this item");
        }
        if (reads.isEmpty()) {
            return ReadinessItem.unknown(
                    ReadinessCheck.PATTERN,
                    "No annotated method uses it: what your code does with it by hand is not seen",
                    "Say yourself whether it is cache-aside, and who evicts");
        }
        return ReadinessItem.pass(
                ReadinessCheck.PATTERN,
                (puts.isEmpty() ? "Cache-aside" : "Cache-aside, updated in place") + ": read by " + names(reads)
                        + (puts.isEmpty() ? "" : ", put by " + names(puts))
                        + (evicts.isEmpty() ? "" : ", evicted by " + names(evicts)));
    }

    private ReadinessItem pattern(Finding finding) {
        ReadinessItem item = finding.severity() == Finding.Severity.ERROR
                ? ReadinessItem.fail(ReadinessCheck.PATTERN, finding.message(), finding.action())
                : ReadinessItem.warn(ReadinessCheck.PATTERN, finding.message(), finding.action());
        return (finding.code().equals("cache-unconfigured") ? item.property(cache.property("ttl")) : item)
                .finding(finding.code());
    }

    ReadinessItem invalidation() {
        List<MethodFacts> owners = new ArrayList<>(cache.methods(Access.EVICT));
        owners.addAll(cache.methods(Access.PUT));
        Duration ttl = cache.settings().ttl().ttl();
        long evicted = cache.numbers().evictions() + cache.numbers().clears();
        if (!owners.isEmpty()) {
            return ReadinessItem.pass(ReadinessCheck.INVALIDATION, "Kept in step by " + names(owners));
        }
        if (evicted > 0) {
            return ReadinessItem.pass(ReadinessCheck.INVALIDATION, "Evicted " + evicted + " times since the start");
        }
        if (ttl.compareTo(LONG) <= 0) {
            return ReadinessItem.pass(
                    ReadinessCheck.INVALIDATION, "Nobody evicts it, and entries live for " + text(ttl) + " at most");
        }
        String evidence = "No method evicts or updates it, and entries live for " + text(ttl);
        String remedy = "Add @CacheEvict to the methods that change what " + names(reads)
                + " reads, or set a ttl of an hour or less";
        boolean known = application.methodsKnown() && !reads.isEmpty();
        return (known
                        ? ReadinessItem.warn(ReadinessCheck.INVALIDATION, evidence, remedy)
                        : ReadinessItem.unknown(
                                ReadinessCheck.INVALIDATION,
                                evidence + "; not every user of the cache can be seen from here",
                                remedy))
                .property(cache.property("ttl"));
    }

    ReadinessItem stampede() {
        boolean single = cache.settings().load().singleFlight();
        List<MethodFacts> alone = reads.stream()
                .filter(method -> !method.sync() && !(single && method.singly()))
                .toList();
        if (alone.isEmpty()) {
            return ReadinessItem.pass(
                    ReadinessCheck.STAMPEDE,
                    reads.isEmpty()
                            ? "Cache.get(key, loader) runs one load per key at a time"
                            : "One load per key at a time: " + names(reads));
        }
        String evidence = "Every caller of a missing key runs the method: " + names(alone);
        return single
                ? ReadinessItem.warn(
                        ReadinessCheck.STAMPEDE,
                        evidence
                                + ". Several annotations or caches on one method cannot load singly, and a stream of values is not made to",
                        "Leave one @Cacheable with one cache on the method that is expensive; say sync = true on one whose stream is short"
                                + " and may wait for its end")
                : ReadinessItem.warn(ReadinessCheck.STAMPEDE, evidence, "Switch single loads on, or say sync = true")
                        .property(cache.property("load.single-flight"));
    }

    ReadinessItem keyScope() {
        if (reads.isEmpty()) {
            return ReadinessItem.unknown(
                    ReadinessCheck.KEY_SCOPE,
                    "No annotated method reads it: keys are made by hand",
                    "See to it yourself that keys hold everything that answers depend on");
        }
        List<String> missing = said(InKey.NO);
        if (!missing.isEmpty()) {
            boolean user = reads.stream()
                    .flatMap(method -> method.ambient().stream())
                    .anyMatch(input -> input.inKey() == InKey.NO && input.kind() == Kind.USER);
            return missingInKey(String.join("; ", missing), user);
        }
        List<String> undecided = said(InKey.UNKNOWN);
        return undecided.isEmpty()
                ? ReadinessItem.pass(
                        ReadinessCheck.KEY_SCOPE,
                        "Nothing that these methods are seen to know of their caller is missing in their keys: "
                                + names(reads))
                : ReadinessItem.unknown(
                        ReadinessCheck.KEY_SCOPE,
                        String.join("; ", undecided) + "; a key generator makes the key",
                        "Make sure that the key generator puts it into the key");
    }

    private List<String> said(InKey inKey) {
        return reads.stream()
                .flatMap(method -> method.ambient().stream()
                        .filter(input -> input.inKey() == inKey)
                        .map(input -> method.name() + " reads " + what(input) + " (" + input.source() + ")"))
                .toList();
    }

    private static ReadinessItem missingInKey(String evidence, boolean user) {
        String remedy = "Pass it to the method as a plain parameter (a user's id, a language tag), name it in the key"
                + " expression, or take it out of the cached method";
        String what = evidence + ", and its key does not hold it";
        return user
                ? ReadinessItem.fail(ReadinessCheck.KEY_SCOPE, what, remedy)
                : ReadinessItem.warn(ReadinessCheck.KEY_SCOPE, what, remedy);
    }

    private static String what(AmbientInput input) {
        return switch (input.kind()) {
            case USER -> "who is asking";
            case LOCALE -> "the caller's language or time zone";
            case REQUEST -> "the current request";
        };
    }

    static String names(List<MethodFacts> methods) {
        return methods.stream().map(MethodFacts::name).distinct().collect(Collectors.joining(", "));
    }

    /** A duration as it is written in settings: {@code 10m}. */
    static String text(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
