package io.github.cachestarter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.benchmarks.report.ResultsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a run comes to its end and says what it found. How fast anything is, no test may ask. */
class MeasureIntegrationTests {

    // Whether somebody else measures on this machine is of no interest here. JMH reads it once.
    static {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void aRunWritesAReportWhichIsDrawnFromItsResultsAlone(@TempDir Path directory) throws Exception {
        Path report = Measure.run(Effort.SMOKE, directory);

        assertThat(report).content().startsWith("# Measured").contains("`smoke` run", "redis-server 7.", "## Targets");
        assertThat(report).content().contains("| L1 hit, `Cache.get` | 1.30 |", "not measured");
        assertThat(report).content().containsPattern("\\| RemoteHit.get \\| Lettuce and Jackson \\| [0-9.,]+ µs \\|");
        assertThat(report).content().contains("| EntrySize.value |", "| LocalHit.get |");
        assertThat(Files.readString(directory.resolve("jmh-round-1.json"))).contains("RemoteHit.get");
        String before = Files.readString(report);
        Files.delete(report);
        assertThat(ResultsFile.draw(directory)).content().isEqualTo(before);
    }
}
