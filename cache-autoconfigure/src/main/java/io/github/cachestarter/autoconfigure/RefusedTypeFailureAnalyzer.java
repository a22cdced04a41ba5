package io.github.cachestarter.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a start that a refused type stopped. */
final class RefusedTypeFailureAnalyzer extends AbstractFailureAnalyzer<RefusedTypeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RefusedTypeException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                cause.remedy() + "; or set cache-starter.values.on-refused=local to start without caching such values",
                rootFailure);
    }
}
