package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.insight.MemoryNeed;
import io.github.cachestarter.insight.ServerSnapshot;
import io.github.cachestarter.insight.ServerSnapshot.Memory;
import io.github.cachestarter.redis.RedisSetup;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the servers, the way to them and those who watch tell. The settings of a server are judged where they are read; here
 * it is only said what its findings mean for the checklist.
 */
final class BackendRules {

    private static final double NEARLY_FULL = 0.8;
    private static final String NO_REDIS = "There is no Redis: every instance has entries of its own";

    private final ApplicationFacts facts;
    private final List<CacheFacts> caches;

    BackendRules(ApplicationFacts facts, List<CacheFacts> caches) {
        this.facts = facts;
        this.caches = caches;
    }

    ReadinessItem evictionPolicy() {
        return ofServers(ReadinessCheck.EVICTION_POLICY, server -> {
            List<String> codes = List.of("noeviction", "volatile-policy", "allkeys-random");
            return facts.finding(server.address(), codes)
                    .map(finding -> of(ReadinessCheck.EVICTION_POLICY, server, finding))
                    .orElseGet(() -> server.evictionPolicy() == null
                            ? silent(ReadinessCheck.EVICTION_POLICY, server, "its maxmemory-policy")
                            : ReadinessItem.pass(
                                    ReadinessCheck.EVICTION_POLICY,
                                    server.address() + ": maxmemory-policy is " + server.evictionPolicy()));
        });
    }

    ReadinessItem memoryLimit() {
        return ofServers(
                ReadinessCheck.MEMORY_LIMIT,
                server -> facts.finding(server.address(), List.of("no-maxmemory"))
                        .map(finding -> of(ReadinessCheck.MEMORY_LIMIT, server, finding))
                        .orElseGet(() -> memory(server)));
    }

    private ReadinessItem memory(ServerSnapshot server) {
        Memory memory = server.memory();
        if (memory == null || memory.usedRatio() == null) {
            return silent(ReadinessCheck.MEMORY_LIMIT, server, "its memory and the limit of it");
        }
        String evidence = String.format(
                Locale.ROOT,
                "%s: %.0f%% of %d bytes are used",
                server.address(),
                memory.usedRatio() * 100,
                memory.maxBytes());
        MemoryNeed need = facts.memoryNeed();
        if (need.caches() > 0 && need.ratio() != null) {
            evidence += String.format(
                    Locale.ROOT,
                    "; what this instance read lately of %d caches needs %d bytes, %.0f%% of what there is",
                    need.caches(),
                    need.workingSetBytes(),
                    need.ratio() * 100);
        }
        return memory.usedRatio() > NEARLY_FULL || (need.ratio() != null && need.ratio() > NEARLY_FULL)
                ? ReadinessItem.warn(
                        ReadinessCheck.MEMORY_LIMIT,
                        evidence,
                        "Raise maxmemory, or shorten the ttl of the caches that are read least")
                : ReadinessItem.pass(ReadinessCheck.MEMORY_LIMIT, evidence);
    }

    private ReadinessItem ofServers(ReadinessCheck check, Function<ServerSnapshot, ReadinessItem> judge) {
        if (facts.redis() == null) {
            return ReadinessItem.pass(check, NO_REDIS);
        }
        if (!facts.serverChecked()) {
            return ReadinessItem.unknown(check, "The server check is switched off", "Let the servers be looked at")
                    .property("cache-starter.server-check");
        }
        return facts.servers().stream()
                .map(judge)
                .max(Comparator.comparing(ReadinessItem::status))
                .orElseGet(() -> ReadinessItem.unknown(
                        check, "No server has answered since the start", "Ask again when Redis answers"));
    }

    private static ReadinessItem of(ReadinessCheck check, ServerSnapshot server, Finding finding) {
        String evidence = server.address() + ": " + finding.message();
        return (finding.severity() == Severity.ERROR
                        ? ReadinessItem.fail(check, evidence, finding.action())
                        : ReadinessItem.warn(check, evidence, finding.action()))
                .finding(finding.code());
    }

    private static ReadinessItem silent(ReadinessCheck check, ServerSnapshot server, String what) {
        return ReadinessItem.unknown(
                check,
                server.address() + " does not tell " + what,
                "Allow this user +info and +config|get, or look where the service is managed");
    }

    ReadinessItem consistency() {
        RedisSetup redis = facts.redis();
        if (redis == null) {
            return ReadinessItem.unknown(
                    ReadinessCheck.CONSISTENCY,
                    NO_REDIS + ", and none hears of another's change. How many run is not known here",
                    "With more than one instance use the mode tiered or remote");
        }
        if (names(BackendRules::wasNotReplicated).findAny().isPresent()) {
            return ReadinessItem.warn(
                            ReadinessCheck.CONSISTENCY,
                            "Since the start, changes of " + quoted(names(BackendRules::wasNotReplicated))
                                    + " were not known to have reached enough replicas in time",
                            "Look at the replicas and at how far they lag, or give them more time")
                    .property("cache-starter.defaults.wait-replicas-timeout");
        }
        return redis.failover()
                ? ofFailover()
                : ReadinessItem.pass(
                        ReadinessCheck.CONSISTENCY,
                        "One server, " + redis.address() + ": all reads and writes go there");
    }

    private ReadinessItem ofFailover() {
        if (caches.stream().anyMatch(cache -> cache.settings().enabled())
                && names(BackendRules::waitsForNobody).findAny().isEmpty()) {
            return ReadinessItem.pass(
                    ReadinessCheck.CONSISTENCY,
                    "All reads go to the primary, and every change waits for replicas: one that has confirmed a change"
                            + " brings nothing back after a failover");
        }
        return ReadinessItem.warn(
                        ReadinessCheck.CONSISTENCY,
                        "All reads go to the primary. After a failover a change may be missing that the old primary had"
                                + " acknowledged and not passed on; the instance that made it sends it again, unless it"
                                + " has crashed. Nothing waits for a replica in "
                                + quoted(names(BackendRules::waitsForNobody)),
                        "Let changes wait for a replica where an old entry hurts, or let the primary stop taking writes"
                                + " without one (min-replicas-to-write 1), and keep the ttl as short as such an entry may"
                                + " be wrong")
                .property("cache-starter.defaults.wait-replicas");
    }

    private static boolean waitsForNobody(CacheFacts cache) {
        return cache.settings().enabled() && cache.settings().replicas().count() == 0;
    }

    private static boolean wasNotReplicated(CacheFacts cache) {
        return cache.numbers().errorsByOperation().values().stream()
                .anyMatch(reasons -> reasons.containsKey(RemoteException.Reason.NOT_REPLICATED));
    }

    private Stream<String> names(Predicate<CacheFacts> which) {
        return caches.stream().filter(which).map(CacheFacts::name);
    }

    private static String quoted(Stream<String> names) {
        return names.sorted().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    ReadinessItem encryption() {
        RedisSetup redis = facts.redis();
        if (redis == null) {
            return ReadinessItem.pass(ReadinessCheck.ENCRYPTION, NO_REDIS);
        }
        if (redis.encrypted() || redis.thisMachine()) {
            return ReadinessItem.pass(
                    ReadinessCheck.ENCRYPTION,
                    redis.address() + (redis.encrypted() ? ": TLS" : ": on this machine, nothing crosses a network"));
        }
        return ReadinessItem.warn(
                        ReadinessCheck.ENCRYPTION,
                        redis.address() + ": no TLS",
                        "Switch TLS on, at the server and here")
                .property("spring.data.redis.ssl.enabled");
    }

    ReadinessItem authentication() {
        RedisSetup redis = facts.redis();
        if (redis == null) {
            return ReadinessItem.pass(ReadinessCheck.AUTHENTICATION, NO_REDIS);
        }
        if (redis.authenticated()) {
            return ReadinessItem.pass(ReadinessCheck.AUTHENTICATION, redis.address() + ": with a login");
        }
        String evidence = redis.address() + ": no login";
        String remedy = "Give the application a user of its own at the server, with the rights it needs and no others"
                + " (docs/security.md)";
        return (redis.thisMachine()
                        ? ReadinessItem.warn(ReadinessCheck.AUTHENTICATION, evidence + ", on this machine", remedy)
                        : ReadinessItem.fail(ReadinessCheck.AUTHENTICATION, evidence, remedy))
                .property("spring.data.redis.password");
    }

    ReadinessItem monitoring() {
        List<String> registries = facts.watching().registries();
        boolean insight = facts.watching().insight();
        String where = registries.isEmpty()
                ? "No registry keeps the meters or hands them on"
                : "Meters go to " + registries.stream().sorted().collect(Collectors.joining(", "));
        String evidence = where + "; the endpoint cacheinsight is " + (insight ? "exposed" : "not exposed");
        if (!registries.isEmpty() && insight) {
            return ReadinessItem.pass(ReadinessCheck.MONITORING, evidence);
        }
        return registries.isEmpty()
                ? ReadinessItem.warn(
                        ReadinessCheck.MONITORING,
                        evidence,
                        "Add a registry of your monitoring, such as micrometer-registry-prometheus"
                                + (insight ? "" : ", and expose cacheinsight"))
                : ReadinessItem.warn(ReadinessCheck.MONITORING, evidence, "Expose cacheinsight as well")
                        .property("management.endpoints.web.exposure.include");
    }
}
