package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Draws the medians of what was measured, one picture for each operation that several took part in. */
final class Charts {

    private Charts() {}

    /** Writes {@code <operation>.svg} files into a directory, and one of how it grows for each operation that was asked. */
    static void write(Results results, Path directory) throws IOException {
        for (String operation : results.operations()) {
            for (String variant : variants(results, operation)) {
                write(directory, new Series(operation, null, variant), bars(results, operation, variant));
            }
        }
        for (String operation : List.of(Series.LOCAL_HIT, Series.REMOTE_HIT)) {
            write(directory, new Series(operation, null, "growth"), growth(results, operation));
        }
    }

    private static void write(Path directory, Series picture, List<Chart.Bar> bars) throws IOException {
        if (bars.size() > 1) {
            String name = picture.operation() + (picture.variant().isEmpty() ? "" : "-" + picture.variant());
            String title = picture.operation() + (picture.variant().isEmpty() ? "" : ", " + picture.variant());
            Files.writeString(directory.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".svg"), Chart.of(title, bars));
        }
    }

    private static List<String> variants(Results results, String operation) {
        return results.series().stream()
                .filter(series -> series.operation().equals(operation) && !series.grown())
                .map(Series::variant)
                .distinct()
                .toList();
    }

    private static List<Chart.Bar> bars(Results results, String operation, String variant) {
        return results.series().stream()
                .filter(series ->
                        series.operation().equals(operation) && series.variant().equals(variant))
                .filter(series -> series.contender() != null)
                .sorted(Comparator.comparing(series -> Objects.requireNonNull(series.contender())))
                .map(series -> bar(results, series, title(series)))
                .toList();
    }

    private static List<Chart.Bar> growth(Results results, String operation) {
        return Section.GROWTH.rows(results).stream()
                .filter(series -> series.operation().equals(operation))
                .map(series ->
                        bar(results, series, title(series) + (series.variant().isEmpty() ? "" : ", " + series.shown())))
                .toList();
    }

    private static Chart.Bar bar(Results results, Series series, String label) {
        Values values = results.find(series).orElseThrow();
        return new Chart.Bar(label, values.median(), values.middleWithUnit(), series.contender() == Contender.PROJECT);
    }

    private static String title(Series series) {
        return Objects.requireNonNull(series.contender()).title();
    }
}
