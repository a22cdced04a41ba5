package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Finding;
import io.github.cachestarter.redis.CacheServerCheckException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a start that the look at the Redis server stopped: what was found, why it hurts, and what to change. */
final class ServerCheckFailureAnalyzer extends AbstractFailureAnalyzer<CacheServerCheckException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CacheServerCheckException cause) {
        StringBuilder found = new StringBuilder("The Redis server is set up in a way that hurts a cache:\n");
        StringBuilder actions = new StringBuilder();
        for (Finding finding : cause.findings()) {
            found.append("\n    ")
                    .append(finding.subject())
                    .append(" (")
                    .append(finding.code())
                    .append("): ");
            found.append(finding.message());
            actions.append(finding.subject())
                    .append(": ")
                    .append(finding.action())
                    .append('\n');
        }
        actions.append("Or set cache-starter.server-check=warn to start all the same");
        return new FailureAnalysis(found.toString(), actions.toString(), rootFailure);
    }
}
