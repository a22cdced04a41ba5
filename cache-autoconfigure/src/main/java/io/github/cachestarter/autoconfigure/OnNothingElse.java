package io.github.cachestarter.autoconfigure;

import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches where nothing makes the starter stand back, see {@link BackOff}. */
final class OnNothingElse extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        BackOff reason = BackOff.reason(Objects.requireNonNull(context.getBeanFactory()), context.getEnvironment());
        return reason == null
                ? ConditionOutcome.match("nothing else provides the cache manager")
                : ConditionOutcome.noMatch(reason.what());
    }
}
