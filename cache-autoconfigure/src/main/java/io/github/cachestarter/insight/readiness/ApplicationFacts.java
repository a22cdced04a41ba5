package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.Finding;
import io.github.cachestarter.insight.MemoryNeed;
import io.github.cachestarter.insight.ServerSnapshot;
import io.github.cachestarter.redis.RedisSetup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the audit knows of everything that no single cache has for itself. Immutable.
 *
 * @param redis how Redis is reached; null: there is none (mode local)
 * @param serverChecked whether the servers' settings are looked at
 * @param servers the servers as last seen
 * @param memoryNeed the memory that what is read needs in them
 * @param findings what stands in the register
 * @param methodsKnown whether every cache is known that an annotated method may use
 * @param javaAllow what the codec "java" may read
 * @param watching who watches
 * @param warmUp whether keys are loaded before the first calls come
 */
public record ApplicationFacts(
        @Nullable RedisSetup redis,
        boolean serverChecked,
        List<ServerSnapshot> servers,
        MemoryNeed memoryNeed,
        List<Finding> findings,
        boolean methodsKnown,
        List<String> javaAllow,
        Watching watching,
        boolean warmUp) {

    public ApplicationFacts {
        servers = List.copyOf(servers);
        findings = List.copyOf(findings);
        javaAllow = List.copyOf(javaAllow);
    }

    /**
     * Who watches.
     *
     * @param registries where meters go, such as {@code PrometheusMeterRegistry}; those that only hold them are left out
     * @param insight whether the endpoint {@code cacheinsight} is exposed
     */
    public record Watching(List<String> registries, boolean insight) {

        public Watching {
            registries = List.copyOf(registries);
        }
    }

    /** The finding with one of these codes about this subject. */
    Optional<Finding> finding(String subject, List<String> codes) {
        return findings.stream()
                .filter(finding -> finding.subject().equals(subject) && codes.contains(finding.code()))
                .findFirst();
    }
}
