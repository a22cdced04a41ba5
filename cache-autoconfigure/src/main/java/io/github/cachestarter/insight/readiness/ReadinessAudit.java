package io.github.cachestarter.insight.readiness;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes through the checklist. A function of its facts: it asks nobody and changes nothing. */
public final class ReadinessAudit {

    private ReadinessAudit() {}

    /** Every item of the checklist, for the application and for every cache. */
    public static ReadinessReport of(ReadinessFacts facts) {
        ApplicationFacts application = facts.application();
        Map<String, List<ReadinessItem>> caches = new LinkedHashMap<>();
        facts.caches().stream()
                .sorted(Comparator.comparing(CacheFacts::name))
                .forEach(cache -> caches.put(
                        cache.name(), accepted(of(cache, application), cache.name() + "/", facts.accepted())));
        return new ReadinessReport(accepted(of(application, facts.caches()), "", facts.accepted()), caches);
    }

    private static List<ReadinessItem> of(CacheFacts cache, ApplicationFacts application) {
        if (!cache.settings().enabled()) {
            return List.of(ReadinessItem.pass(ReadinessCheck.PATTERN, "Switched off: every call passes through"));
        }
        MethodRules methods = new MethodRules(cache, application);
        SettingRules settings = new SettingRules(cache, application);
        return List.of(
                methods.pattern(),
                methods.invalidation(),
                methods.stampede(),
                new SensitiveDataRule(cache).judge(),
                methods.keyScope(),
                settings.coldStart(),
                settings.expiry(),
                settings.codec(),
                settings.refusedValues(),
                settings.localSize());
    }

    private static List<ReadinessItem> of(ApplicationFacts application, List<CacheFacts> caches) {
        BackendRules backend = new BackendRules(application, caches);
        return List.of(
                backend.evictionPolicy(),
                backend.memoryLimit(),
                backend.consistency(),
                backend.encryption(),
                backend.authentication(),
                backend.monitoring());
    }

    private static List<ReadinessItem> accepted(List<ReadinessItem> items, String subject, Set<String> accepted) {
        return items.stream()
                .map(item -> accepted.contains(item.check().id())
                                || accepted.contains(subject + item.check().id())
                        ? item.accept()
                        : item)
                .toList();
    }
}
