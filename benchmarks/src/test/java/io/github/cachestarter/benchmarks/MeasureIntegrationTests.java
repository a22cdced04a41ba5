package io.github.cachestarter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a run comes to its end and says what it found. How fast anything is, no test may ask. */
class MeasureIntegrationTests {

    @Test
    void aRunWritesAReportAndTheValuesItIsMadeOf(@TempDir Path directory) throws Exception {
        Path report = Measure.run(Effort.SMOKE, directory);

        assertThat(report).content().contains("## Targets", "| L1 hit, `Cache.get` | 1.30 |", "not measured");
        assertThat(report).content().containsPattern("\\| Lettuce and Jackson \\|  \\| [0-9.,]+ \\|");
        assertThat(report).content().contains("## EntrySize.value", "## LocalHit.get", "## RemoteHit.get");
        assertThat(Files.readString(directory.resolve("jmh-round-1.json"))).contains("RemoteHit.get");
    }
}
