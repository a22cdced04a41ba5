package io.github.cachestarter.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of Markdown without the columns in which nothing stands. */
final class Table {

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** The heads of the columns; those of numbers end with a colon. */
    Table(String... head) {
        this.head = List.of(head);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public String toString() {
        int[] columns = IntStream.range(0, head.size())
                .filter(column -> rows.stream().anyMatch(row -> !row.get(column).isEmpty()))
                .toArray();
        List<String> lines = new ArrayList<>();
        lines.add(line(head.stream().map(title -> title.replace(":", "")).toList(), columns));
        lines.add(line(
                head.stream().map(title -> title.endsWith(":") ? "---:" : "---").toList(), columns));
        rows.forEach(row -> lines.add(line(row, columns)));
        return String.join("\n", lines);
    }

    private static String line(List<String> cells, int... columns) {
        return Arrays.stream(columns).mapToObj(cells::get).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
