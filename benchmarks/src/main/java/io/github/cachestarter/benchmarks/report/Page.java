package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes results as Markdown: first whether the targets are kept, then everything that was measured. */
public final class Page {

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Page(Results results) {
        this.results = results;
    }

    /**
     * The whole page.
     *
     * @param circumstances what a reader needs to know to repeat it, one line
     */
    public static String of(Results results, String circumstances) {
        Page page = new Page(results);
        page.line("# Measured").line("").line(circumstances).line("");
        page.targets();
        results.operations().stream()
                .filter(operation -> !operation.endsWith(":bytes"))
                .forEach(page::operation);
        return page.text.toString();
    }

    private void targets() {
        line("## Targets").line("");
        line("Each is one series beside another of the same round or iteration; the median decides.")
                .line("");
        line("| target | limit | median | from .. to | kept |").line("| --- | ---: | ---: | ---: | --- |");
        Targets.ALL.forEach(this::target);
        line("");
    }

    private void target(Target target) {
        Optional<Values> outcome = target.outcome(results);
        String limit = Values.text(target.limit())
                + outcome.map(values -> " " + values.unit()).orElse("");
        if (outcome.isEmpty()) {
            row(target.title(), limit, "", "", "not measured");
            return;
        }
        Values values = outcome.get();
        row(
                target.title(),
                limit,
                values.middle(),
                values.spread(),
                values.median() <= target.limit() ? "yes" : "**no**");
    }

    private void operation(String operation) {
        List<Series> rows = results.series().stream()
                .filter(series -> series.operation().equals(operation))
                .toList();
        String unit = results.find(rows.get(0)).map(Values::unit).orElse("");
        line("## " + operation).line("");
        line("| who | case | median, " + unit + " | from .. to | beside Cache Starter | bytes allocated | |");
        line("| --- | --- | ---: | ---: | ---: | ---: | --- |");
        rows.forEach(this::measured);
        line("");
    }

    private void measured(Series series) {
        Values values = results.find(series).orElseThrow();
        String bytes = results.find(new Series(series.operation() + ":bytes", series.contender(), series.variant()))
                .map(Values::middle)
                .orElse("");
        row(
                title(series.contender()),
                series.variant(),
                values.middle(),
                values.spread(),
                beside(series),
                bytes,
                note(series));
    }

    private String beside(Series series) {
        Series own = new Series(series.operation(), Contender.PROJECT, series.variant());
        return new Target("", series, List.of(own), Target.Comparison.RATIO, 0)
                .outcome(results)
                .map(Values::middle)
                .orElse("");
    }

    private String note(Series series) {
        String note = results.note(series);
        return note == null ? "" : note;
    }

    private static String title(@Nullable Contender contender) {
        return contender == null ? "" : contender.title();
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private Page line(String line) {
        text.append(line).append('\n');
        return this;
    }
}
