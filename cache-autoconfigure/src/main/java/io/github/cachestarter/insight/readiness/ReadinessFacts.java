package io.github.cachestarter.insight.readiness;

import java.util.List;
import java.util.Set;

/**
 * Everything the audit judges, at one moment. Immutable.
 *
 * @param accepted items that somebody has looked at and wants so: the name of a check, or a cache's name, a slash and the
 *     name of a check
 */
public record ReadinessFacts(ApplicationFacts application, List<CacheFacts> caches, Set<String> accepted) {

    public ReadinessFacts {
        caches = List.copyOf(caches);
        accepted = Set.copyOf(accepted);
    }
}
