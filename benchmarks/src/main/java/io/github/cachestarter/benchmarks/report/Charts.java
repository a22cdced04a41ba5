package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Draws what was measured, one picture for each operation that several took part in. */
public final class Charts {

    /** So many circumstances are too many for a picture each. */
    private static final int MANY = 4;

    private Charts() {}

    /**
     * Writes {@code <operation>.svg} files into a directory; where an operation was measured under many circumstances, one
     * picture of how it grows.
     */
    public static void write(Results results, Path directory) throws IOException {
        for (String operation : results.operations()) {
            List<String> variants = variants(results, operation);
            if (variants.size() >= MANY) {
                write(directory, operation, "growth", growth(results, operation, variants));
                continue;
            }
            for (String variant : variants) {
                write(directory, operation, variant, bars(results, operation, variant, Contender::title));
            }
        }
    }

    private static void write(Path directory, String operation, String variant, List<Chart.Bar> bars)
            throws IOException {
        if (bars.size() > 1) {
            Files.writeString(directory.resolve(fileName(operation, variant)), chart(operation, variant, bars));
        }
    }

    private static List<Chart.Bar> growth(Results results, String operation, List<String> variants) {
        return variants.stream()
                .sorted(Comparator.comparing((String variant) -> variant.contains("entries"))
                        .thenComparing(Charts::size))
                .flatMap(variant -> bars(
                        results,
                        operation,
                        variant,
                        contender -> contender.title() + (variant.isEmpty() ? "" : ", " + variant))
                        .stream())
                .toList();
    }

    /** The number that a variant begins with. */
    private static int size(String variant) {
        String digits = variant.replaceFirst("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static List<String> variants(Results results, String operation) {
        return results.series().stream()
                .filter(series -> series.operation().equals(operation) && series.contender() != null)
                .map(Series::variant)
                .distinct()
                .toList();
    }

    private static List<Chart.Bar> bars(
            Results results, String operation, String variant, Function<Contender, String> label) {
        List<Chart.Bar> bars = new ArrayList<>();
        for (Contender contender : Contender.values()) {
            results.find(new Series(operation, contender, variant))
                    .ifPresent(values -> bars.add(new Chart.Bar(
                            label.apply(contender),
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
