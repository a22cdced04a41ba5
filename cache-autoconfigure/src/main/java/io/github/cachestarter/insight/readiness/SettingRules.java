package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Finding;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.insight.Refusal;
import io.github.cachestarter.insight.Sizing.WorkingSet;
import io.github.cachestarter.insight.readiness.CacheFacts.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the settings and the numbers of a cache tell about it. */
final class SettingRules {

    private static final String REFUSED = "value-refused";
    private static final long AN_HOUR = 3_600;

    private final CacheFacts cache;
    private final ApplicationFacts application;
    private final CacheSettings settings;

    SettingRules(CacheFacts cache, ApplicationFacts application) {
        this.cache = cache;
        this.application = application;
        this.settings = cache.settings();
    }

    ReadinessItem coldStart() {
        int limit = settings.loadLimit().maxConcurrent();
        if (limit == 0) {
            return ReadinessItem.warn(
                            ReadinessCheck.COLD_START,
                            "Loads are not limited: a cold cache lets every miss through to what is behind it",
                            "Limit the loads that run at a time")
                    .property(cache.property("load-limit.max-concurrent"));
        }
        if (application.warmUp() && settings.warmUp().enabled()) {
            return warmUp();
        }
        return ReadinessItem.warn(
                ReadinessCheck.COLD_START,
                "Warm-up is not configured; at most " + limit + " loads run at a time in one instance",
                "Configure the warm-up, or try a start with an empty cache under load and accept this item");
    }

    private ReadinessItem warmUp() {
        String last = cache.warmUp()
                .last()
                .map(keys -> "; this start wanted " + keys.wanted() + " keys, found " + keys.found() + " and loaded "
                        + keys.loaded() + " of them, " + keys.failed() + " failed")
                .orElse("");
        boolean named = cache.warmUp().last().filter(keys -> keys.wanted() > 0).isPresent();
        if (named || cache.warmUp().recorded() == Recorded.YES) {
            return ReadinessItem.pass(
                    ReadinessCheck.COLD_START, "Hot keys are had before the application is ready" + last);
        }
        return cache.warmUp().recorded() == Recorded.SECRETS ? keptSecret() : nothingWarmed();
    }

    private static ReadinessItem keptSecret() {
        return ReadinessItem.warn(
                        ReadinessCheck.COLD_START,
                        "Its keys seem to be secrets and are not recorded for the next start, and no CacheWarmer"
                                + " names any",
                        "Name keys by a CacheWarmer, let the keys be recorded, or accept this item")
                .property("cache-starter.insight.record-keys");
    }

    private static ReadinessItem nothingWarmed() {
        return ReadinessItem.warn(
                ReadinessCheck.COLD_START,
                "Nothing of it is warmed: its hot keys are not recorded for the next start, and no CacheWarmer names"
                        + " any. To record them takes Redis, the insight, and a use for them: the memory of the"
                        + " process, or a CacheWarmer",
                "Name keys by a CacheWarmer, or try a start with an empty cache under load and accept this item");
    }

    ReadinessItem expiry() {
        String lives = "Every key has a time-to-live: "
                + MethodRules.text(settings.ttl().ttl()) + ", never more than "
                + MethodRules.text(settings.ttl().maxTtl());
        double jitter = settings.ttl().jitter();
        double without =
                cache.sample().map(sample -> sample.ttl().without().value()).orElse(0.0);
        if (without > 0) {
            return ReadinessItem.warn(
                    ReadinessCheck.EXPIRY,
                    "About " + Math.max(1, Math.round(without))
                            + " of its keys in Redis have no time-to-live, by a random sample: they"
                            + " were written or changed by somebody else",
                    "Find who writes to this cache's keys; then evict those, or clear the cache");
        }
        return jitter == 0
                ? ReadinessItem.warn(
                                ReadinessCheck.EXPIRY,
                                lives + ". Without jitter: what was stored in one moment expires in one moment",
                                "Set a jitter of 10%")
                        .property(cache.property("ttl-jitter"))
                : ReadinessItem.pass(ReadinessCheck.EXPIRY, lives + ", jitter " + Math.round(jitter * 100) + "%");
    }

    ReadinessItem codec() {
        String codec = settings.values().codec();
        return switch (codec) {
            case "json" ->
                ReadinessItem.pass(
                        ReadinessCheck.CODEC, "json: the state of the declared types, no class is ever named");
            case "java" -> java();
            default ->
                ReadinessItem.unknown(
                        ReadinessCheck.CODEC,
                        "The application's own codec '" + codec + "'",
                        "Make sure that it instantiates nothing that the bytes name");
        };
    }

    private ReadinessItem java() {
        List<String> open = application.javaAllow().stream()
                .filter(entry -> entry.contains("*"))
                .toList();
        return open.isEmpty()
                ? ReadinessItem.pass(
                        ReadinessCheck.CODEC,
                        "java, with a list of " + application.javaAllow().size() + " allowed classes")
                : ReadinessItem.warn(
                                ReadinessCheck.CODEC,
                                "java, and whole packages are allowed: " + String.join(", ", open),
                                "Name the classes one by one, or use the codec json")
                        .property("cache-starter.java-codec.allow");
    }

    ReadinessItem refusedValues() {
        String subject = "cache '" + cache.name() + "': ";
        List<String> places = Stream.concat(
                        cache.numbers().refusals().stream().map(Refusal::where),
                        application.findings().stream()
                                .filter(finding -> isRefusal(finding, subject))
                                .map(finding -> finding.subject().substring(subject.length())))
                .distinct()
                .sorted()
                .toList();
        if (places.isEmpty()) {
            return ReadinessItem.pass(ReadinessCheck.REFUSED_VALUES, "No value was refused so far");
        }
        String remedies = Stream.concat(
                        cache.numbers().refusals().stream().map(Refusal::remedy),
                        application.findings().stream()
                                .filter(finding -> isRefusal(finding, subject))
                                .map(Finding::action))
                .distinct()
                .collect(Collectors.joining("; "));
        return ReadinessItem.warn(
                        ReadinessCheck.REFUSED_VALUES,
                        cache.numbers().refusedValues() + " values were kept out of Redis because of "
                                + String.join(", ", places),
                        remedies)
                .finding(REFUSED);
    }

    private static boolean isRefusal(Finding finding, String subject) {
        return finding.code().equals(REFUSED) && finding.subject().startsWith(subject);
    }

    ReadinessItem localSize() {
        LocalSettings local = settings.local();
        if (!local.enabled()) {
            return ReadinessItem.pass(ReadinessCheck.LOCAL_SIZE, "Nothing is kept in the memory of the process");
        }
        return cache.workingSet()
                .map(measured -> localSize(local, measured))
                .orElseGet(() -> ReadinessItem.unknown(
                        ReadinessCheck.LOCAL_SIZE,
                        "The working set is not measured yet",
                        "Ask again when the instance has served for an hour"));
    }

    /** What is read in an hour can only grow until the hour is over: too much is known before, enough is not. */
    private ReadinessItem localSize(LocalSettings local, WorkingSet measured) {
        boolean weighed = local.maxWeight().isPresent();
        Long needed = weighed ? measured.bytes() : Long.valueOf(measured.entries());
        if (needed == null) {
            return ReadinessItem.unknown(
                    ReadinessCheck.LOCAL_SIZE,
                    measured.entries() + " entries were read, and none of them was encoded: their size is not known",
                    "Limit the number of entries instead (local.max-entries)");
        }
        long room = weighed ? local.maxWeight().getAsLong() : local.maxEntries();
        String evidence = "The working set of the last " + MethodRules.text(Duration.ofSeconds(measured.seconds()))
                + " is " + needed + (weighed ? " bytes" : " entries") + ", there is room for " + room;
        if (needed > room) {
            return ReadinessItem.warn(
                            ReadinessCheck.LOCAL_SIZE,
                            evidence,
                            "Make room for it if the process has the memory; else accept that the rest comes from Redis")
                    .property(cache.property(weighed ? "local.max-weight" : "local.max-entries"));
        }
        return measured.seconds() < AN_HOUR
                ? ReadinessItem.unknown(
                        ReadinessCheck.LOCAL_SIZE, evidence, "Ask again when the instance has served for an hour")
                : ReadinessItem.pass(ReadinessCheck.LOCAL_SIZE, evidence);
    }
}
