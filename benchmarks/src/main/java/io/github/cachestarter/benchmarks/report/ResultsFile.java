package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that one run found, as a file of JSON from which its report and its pictures are drawn.
 *
 * @param circumstances what a reader needs to know to repeat it, one fact each
 * @param series all values of everything
 */
public record ResultsFile(List<String> circumstances, List<Row> series) {

    /** Its name in the directory of a run. */
    public static final String NAME = "results.json";

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One series.
     *
     * @param operation as in {@link Series}
     * @param contender as in {@link Series}
     * @param variant as in {@link Series}
     * @param unit of the values
     * @param note what was said about it besides
     * @param rounds the values of each round
     */
    public record Row(
            String operation,
            @Nullable Contender contender,
            String variant,
            String unit,
            @Nullable String note,
            Map<Integer, List<Double>> rounds) {}

    /** Writes results into the directory of a run. */
    public static void write(Results results, List<String> circumstances, Path directory) throws IOException {
        List<Row> rows = results.series().stream()
                .map(series -> row(series, results.find(series).orElseThrow(), results.note(series)))
                .toList();
        Files.writeString(directory.resolve(NAME), JSON.writeValueAsString(new ResultsFile(circumstances, rows)));
    }

    /**
     * Writes the report and the pictures of what {@link #write} left in the directory.
     *
     * @return the report
     */
    public static Path draw(Path directory) throws IOException {
        ResultsFile file = JSON.readValue(Files.readString(directory.resolve(NAME)), ResultsFile.class);
        Results results = file.results();
        Charts.write(results, directory);
        return Files.writeString(directory.resolve("report.md"), Page.of(results, file.circumstances));
    }

    private static Row row(Series series, Values values, @Nullable String note) {
        return new Row(series.operation(), series.contender(), series.variant(), values.unit(), note, values.rounds());
    }

    private Results results() {
        Results results = new Results();
        for (Row row : series) {
            Series key = new Series(row.operation, row.contender, row.variant);
            new TreeMap<>(row.rounds)
                    .forEach((round, values) -> values.forEach(value -> results.add(key, round, value, row.unit)));
            if (row.note != null) {
                results.note(key, row.note);
            }
        }
        return results;
    }
}
