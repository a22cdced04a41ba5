package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws what was measured, one picture for each operation that several took part in. */
public final class Charts {

    private Charts() {}

    /** Writes {@code <operation>.svg} files into a directory. */
    public static void write(Results results, Path directory) throws IOException {
        for (String operation : results.operations()) {
            for (String variant : variants(results, operation)) {
                List<Chart.Bar> bars = bars(results, operation, variant);
                if (bars.size() > 1) {
                    Files.writeString(directory.resolve(fileName(operation, variant)), chart(operation, variant, bars));
                }
            }
        }
    }

    private static List<String> variants(Results results, String operation) {
        return results.series().stream()
                .filter(series -> series.operation().equals(operation) && series.contender() != null)
                .map(Series::variant)
                .distinct()
                .toList();
    }

    private static List<Chart.Bar> bars(Results results, String operation, String variant) {
        List<Chart.Bar> bars = new ArrayList<>();
        for (Contender contender : Contender.values()) {
            results.find(new Series(operation, contender, variant))
                    .ifPresent(values -> bars.add(new Chart.Bar(
                            contender.title(),
                            values.median(),
                            values.middle() + " " + values.unit(),
                            contender == Contender.PROJECT)));
        }
        return bars;
    }

    private static String chart(String operation, String variant, List<Chart.Bar> bars) {
        return Chart.of(variant.isEmpty() ? operation : operation + ", " + variant, bars);
    }

    private static String fileName(String operation, String variant) {
        return (operation + (variant.isEmpty() ? "" : "-" + variant)).replaceAll("[^A-Za-z0-9]+", "-") + ".svg";
    }
}
