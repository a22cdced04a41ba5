package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.util.List;
import java.util.Optional;

/** Writes results as Markdown: where they come from, whether the targets are kept, then everything that was measured. */
final class Page {

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Page(Results results) {
        this.results = results;
    }

    /**
     * The whole page.
     *
     * @param circumstances what a reader needs to know to repeat it, one fact each
     */
    static String of(Results results, List<String> circumstances) {
        Page page = new Page(results);
        page.line("# Measured").line("");
        circumstances.forEach(fact -> page.line("- " + fact));
        page.line(
                        "- Times are per operation and thread; bytes are those that all threads of the JVM allocated per operation.")
                .line("");
        page.targets();
        Section.ALL.forEach(page::section);
        return page.text.toString();
    }

    private void targets() {
        line("## Targets").line("");
        line("Medians beside medians. Of several rounds the middle one counts, and the spread is theirs; of a single round"
                        + " the spread goes from the smallest value beside the other's largest to the opposite.")
                .line("");
        Table table = new Table("target", "limit:", "measured:", "from .. to:", "kept");
        Targets.ALL.forEach(target -> target(target, table));
        line(table.toString()).line("");
    }

    private void target(Target target, Table table) {
        Optional<Outcome> outcome = target.outcome(results);
        String limit = Values.text(target.limit())
                + outcome.map(measured -> " " + measured.unit()).orElse("");
        if (outcome.isEmpty()) {
            table.row(target.title(), limit, "", "", "not measured");
            return;
        }
        Outcome measured = outcome.get();
        table.row(
                target.title(),
                limit,
                Values.text(measured.middle()),
                measured.spread(),
                measured.middle() <= target.limit() ? "yes" : "**no**");
    }

    private void section(Section section) {
        List<Series> rows = section.rows(results);
        if (rows.isEmpty()) {
            return;
        }
        line("## " + section.title()).line("");
        Table table = new Table("what", "who", "case", "median:", "from .. to:", "beside ours:", "bytes:", "commands");
        rows.forEach(series -> measured(series, table));
        line(table.toString()).line("");
    }

    private void measured(Series series, Table table) {
        Values values = results.find(series).orElseThrow();
        Contender contender = series.contender();
        String note = results.note(series);
        table.row(
                series.operation(),
                contender == null ? "" : contender.title(),
                series.shown(),
                values.middleWithUnit(),
                values.spread(),
                beside(series),
                results.find(series.bytes()).map(Values::middle).orElse(""),
                note == null ? "" : note);
    }

    private String beside(Series series) {
        if (series.contender() == null) {
            return "";
        }
        return new Target("", series, List.of(series.with(Contender.PROJECT)), Target.Comparison.RATIO, 0)
                .outcome(results)
                .map(outcome -> Values.text(outcome.middle()))
                .orElse("");
    }

    private Page line(String line) {
        text.append(line).append('\n');
        return this;
    }
}
