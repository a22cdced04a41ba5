package io.github.cachestarter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.insight.BackendSnapshot;
import io.github.cachestarter.insight.FakeBackend;
import io.github.cachestarter.insight.ServerSnapshot;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackendMetersTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final FakeBackend backend = new FakeBackend();

    @BeforeEach
    void bind() {
        new BackendMeters(backend).bindTo(registry);
    }

    @Test
    void theBreakerIsInExactlyOneState() {
        assertThat(gauge(MeterNames.AVAILABLE)).isEqualTo(1);
        assertThat(breaker("closed")).isEqualTo(1);
        assertThat(breaker("open") + breaker("half-open")).isZero();

        backend.away();

        assertThat(gauge(MeterNames.AVAILABLE)).isZero();
        assertThat(breaker("open")).isEqualTo(1);
        assertThat(breaker("closed") + breaker("half-open")).isZero();
    }

    @Test
    void aServerThatShowsUpLaterHasMetersAndLosesThemWhenItIsGone() {
        assertThat(registry.find(MeterNames.MEMORY_USED).meters()).isEmpty();

        backend.servers(FakeBackend.server("a:1"), FakeBackend.server("b:2"));

        assertThat(registry.get(MeterNames.MEMORY_USED)
                        .tag("server", "a:1")
                        .gauge()
                        .value())
                .isEqualTo(512);
        assertThat(registry.get(MeterNames.MEMORY_MAX)
                        .tag("server", "b:2")
                        .gauge()
                        .value())
                .isEqualTo(1024);
        assertThat(gauge(MeterNames.SERVER_KEYS)).isEqualTo(9);
        assertThat(gauge(MeterNames.SERVER_CLIENTS)).isEqualTo(3);
        assertThat(registry.get(MeterNames.EVICTED_KEYS).functionCounters()).hasSize(2);
        assertThat(registry.get(MeterNames.EXPIRED_KEYS).functionCounters())
                .allSatisfy(counter -> assertThat(counter.count()).isEqualTo(8));

        backend.servers(FakeBackend.server("b:2"));

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(id -> id.getTag("server"))
                .contains("b:2")
                .doesNotContain("a:1");
    }

    @Test
    void theLastKnownNumbersStayWhileTheServersAreAway() {
        backend.servers(FakeBackend.server("a:1"));

        backend.away();

        assertThat(gauge(MeterNames.MEMORY_USED)).isEqualTo(512);
    }

    @Test
    void whatAServerDoesNotTellIsNotANumber() {
        ServerSnapshot silent = new ServerSnapshot("a:1", null, null, null, null, null, null, null, null, null);
        backend.become(new BackendSnapshot("remote", true, "closed", null, null, List.of(silent)));

        assertThat(gauge(MeterNames.MEMORY_USED)).isNaN();
        assertThat(gauge(MeterNames.SERVER_KEYS)).isNaN();
        assertThat(registry.get(MeterNames.EVICTED_KEYS).functionCounter().count())
                .isZero();
    }

    private double gauge(String name) {
        return registry.get(name).gauges().iterator().next().value();
    }

    private double breaker(String state) {
        return registry.get(MeterNames.BREAKER).tag("state", state).gauge().value();
    }
}
