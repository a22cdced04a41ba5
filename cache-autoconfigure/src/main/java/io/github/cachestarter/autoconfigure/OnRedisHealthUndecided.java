package io.github.cachestarter.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches as long as the application says nothing about Spring Boot's own health indicator of Redis. */
class OnRedisHealthUndecided extends SpringBootCondition {

    private static final String PROPERTY = "management.health.redis.enabled";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Redis health");
        return context.getEnvironment().containsProperty(PROPERTY)
                ? ConditionOutcome.noMatch(message.because(PROPERTY + " is set"))
                : ConditionOutcome.match(message.because(PROPERTY + " is not set"));
    }
}
