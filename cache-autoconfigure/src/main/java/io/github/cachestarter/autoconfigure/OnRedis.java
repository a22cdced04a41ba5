package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.autoconfigure.CacheStarterProperties.Mode;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless {@code cache-starter.mode} is {@code local}: then nothing of Redis is made or asked for. */
final class OnRedis extends SpringBootCondition {

    private static final String MODE = CacheStarterProperties.PREFIX + ".mode";

    static boolean isNeeded(Environment environment) {
        try {
            return !Binder.get(environment)
                    .bind(MODE, Mode.class)
                    .map(Mode.LOCAL::equals)
                    .orElse(false);
        } catch (BindException ex) {
            return true; // a mistake, which is reported where all of them are
        }
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return isNeeded(context.getEnvironment())
                ? ConditionOutcome.match(MODE + " is not local")
                : ConditionOutcome.noMatch(MODE + " is local");
    }
}
