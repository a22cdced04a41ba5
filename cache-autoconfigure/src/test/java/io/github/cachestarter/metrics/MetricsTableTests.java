package io.github.cachestarter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.insight.FakeBackend;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} tells the truth: its table is what a registry holds. */
class MetricsTableTests {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    @Test
    void theTableListsExactlyTheMetersOfARegistry() throws IOException {
        assertThat(documented()).isEqualTo(live());
    }

    private static List<String> documented() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `cache."))
                .toList();
    }

    private static List<String> live() {
        MeterRegistry registry = new SimpleMeterRegistry();
        new MetersOfACache(registry);
        new BackendMeters(new FakeBackend().servers(FakeBackend.server("a:1"))).bindTo(registry);
        return registry.getMeters().stream()
                .map(Meter::getId)
                .sorted(Comparator.comparing(Meter.Id::getName))
                .map(MetricsTableTests::row)
                .distinct()
                .toList();
    }

    private static String row(Meter.Id id) {
        String tags = id.getTags().stream()
                .map(Tag::getKey)
                .sorted()
                .map(key -> '`' + key + '`')
                .collect(Collectors.joining(", "));
        String unit = id.getBaseUnit() == null ? "" : id.getBaseUnit();
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(id.getName(), id.getType().name().toLowerCase(Locale.ROOT), unit, tags, id.getDescription());
    }
}
