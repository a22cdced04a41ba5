package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheRecoveredEvent;
import io.github.cachestarter.CacheUnavailableEvent;
import io.github.cachestarter.RemoteException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AvailabilityEventsTests {

    private static final String AWAY = "Redis does not answer";
    private static final String BACK = "Redis answers again";

    private final List<Object> published = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final AvailabilityEvents events =
            new AvailabilityEvents(published::add, InstantSource.fixed(Instant.EPOCH), nanos::get);

    @Test
    void what_happens_before_the_applications_listeners_are_there_is_told_when_they_are() {
        comeAndGo();
        assertThat(published).isEmpty();

        events.afterSingletonsInstantiated();

        assertThat(published)
                .extracting(Object::getClass)
                .containsExactly(CacheUnavailableEvent.class, CacheRecoveredEvent.class);
    }

    @Test
    void a_redis_that_comes_and_goes_is_logged_once_a_minute_and_published_each_time(CapturedOutput output) {
        events.afterSingletonsInstantiated();
        for (int cycle = 0; cycle < 10; cycle++) {
            comeAndGo();
        }

        assertThat(published)
                .hasSize(20)
                .hasOnlyElementsOfTypes(CacheUnavailableEvent.class, CacheRecoveredEvent.class);
        assertThat(lines(output, AWAY)).hasSize(1);
        assertThat(lines(output, BACK)).hasSize(1);

        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        comeAndGo();

        assertThat(lines(output, AWAY)).hasSize(2).last().asString().contains("gone (9 more of this kind");
        assertThat(lines(output, BACK)).hasSize(2).last().asString().contains("after 0.5 s (9 more of this kind");
    }

    private void comeAndGo() {
        events.unavailable(new RemoteException(RemoteException.Reason.DISCONNECTED, "gone", null));
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        events.recovered(Duration.ofMillis(500));
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
    }

    private static List<String> lines(CapturedOutput output, String text) {
        return output.getOut().lines().filter(line -> line.contains(text)).toList();
    }
}
