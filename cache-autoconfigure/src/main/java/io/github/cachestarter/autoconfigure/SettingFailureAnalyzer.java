package io.github.cachestarter.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a setting that was read but cannot be used. */
final class SettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
        return analysis(cause.mistake(), rootFailure);
    }

    /** The one form in which mistakes are shown. */
    static FailureAnalysis analysis(SettingMistake mistake, Throwable failure) {
        return new FailureAnalysis(
                "A setting of the cache starter cannot be used:\n\n" + mistake.describe(),
                "Allowed for '" + mistake.property() + "': " + mistake.allowed(),
                failure);
    }
}
