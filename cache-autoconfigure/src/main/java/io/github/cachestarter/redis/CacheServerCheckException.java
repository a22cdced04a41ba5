package io.github.cachestarter.redis;

import io.github.cachestarter.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** The Redis server is set up in a way that hurts a cache, and the application wants to know that before it starts. */
public class CacheServerCheckException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** An exception about these findings, at least one. */
    public CacheServerCheckException(List<Finding> findings) {
        super("The Redis server is not set up for a cache: "
                + findings.stream()
                        .map(finding -> finding.subject() + ": " + finding.message())
                        .collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
    }

    /** What was found and what to do about it. */
    public List<Finding> findings() {
        return findings;
    }
}
