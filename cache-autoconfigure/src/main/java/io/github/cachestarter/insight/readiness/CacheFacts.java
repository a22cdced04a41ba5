package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.insight.CacheSnapshot;
import io.github.cachestarter.insight.ServerSample;
import io.github.cachestarter.insight.Sizing.WorkingSet;
import io.github.cachestarter.insight.WarmUpResult;
import io.github.cachestarter.insight.readiness.MethodFacts.Access;
import java.util.List;
import java.util.Optional;

/**
 * What the audit knows of one cache. Immutable.
 *
 * @param settings what holds for it
 * @param methods the annotated methods that use it
 * @param numbers what happened in it since the start
 * @param sensitive whether the user says that its data is sensitive
 * @param workingSet the part of it that is really read, by this instance; empty: not measured
 * @param sample what a random sample of the servers' keys says about it; empty: nobody has looked, or none was its
 * @param warmUp what is known of its warm-up
 */
public record CacheFacts(
        CacheSettings settings,
        List<MethodFacts> methods,
        CacheSnapshot numbers,
        boolean sensitive,
        Optional<WorkingSet> workingSet,
        Optional<ServerSample> sample,
        WarmUp warmUp) {

    public CacheFacts {
        methods = List.copyOf(methods);
    }

    /**
     * What is known of a cache's warm-up.
     *
     * @param recorded whether its keys that are read most are recorded for the next start
     * @param last what the one at this start has come to; empty: there was none
     */
    public record WarmUp(Recorded recorded, Optional<WarmUpResult.Keys> last) {}

    /** Whether the keys of a cache that are read most are recorded for the next start. */
    public enum Recorded {
        /** They are. */
        YES,
        /** They may be secrets. */
        SECRETS,
        /** Nobody has a use for them, nobody counts the reads, or there is no Redis to keep them. */
        NO
    }

    String name() {
        return settings.name();
    }

    /** The full name of one of its properties. */
    String property(String key) {
        boolean plain = name().chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-');
        return "cache-starter.caches" + (plain ? "." + name() : "[" + name() + "]") + "." + key;
    }

    List<MethodFacts> methods(Access access) {
        return methods.stream().filter(method -> method.access() == access).toList();
    }
}
