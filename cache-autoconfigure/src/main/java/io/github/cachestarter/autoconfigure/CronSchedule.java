package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.ExpirySchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.springframework.scheduling.support.CronExpression;

/**
 * Expiry at the times of a cron expression, in a time zone with its summer time.
 *
 * @param expression six fields, seconds first, as in {@code @Scheduled}
 */
record CronSchedule(String expression, ZoneId zone) implements ExpirySchedule {

    /** What an expression that never comes again stands for; {@code max-ttl} is shorter. */
    private static final Duration NEVER = Duration.ofDays(3650);

    /**
     * Checks the expression.
     *
     * @throws IllegalArgumentException if it is none
     */
    CronSchedule {
        CronExpression.parse(expression);
    }

    @Override
    public Instant next(Instant now) {
        ZonedDateTime next = CronExpression.parse(expression).next(now.atZone(zone));
        return next == null ? now.plus(NEVER) : next.toInstant();
    }
}
