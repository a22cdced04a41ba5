package io.github.cachestarter.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a start that a codec of the application stopped. */
final class InvalidCodecFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCodecException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidCodecException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), rootFailure);
    }
}
