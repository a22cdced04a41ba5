package io.github.cachestarter.insight.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.insight.readiness.ReadinessScenarios.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadinessAuditTests {

    private static final Path PAGE = Path.of("..", "docs", "readiness.md");

    @Test
    void where_everything_is_as_it_should_be_the_verdict_is_pass() {
        ReadinessReport report = ReadinessAudit.of(ReadinessScenarios.good());

        assertThat(report.items().filter(item -> item.status() != ReadinessStatus.PASS))
                .isEmpty();
        assertThat(report.verdict()).isEqualTo(ReadinessStatus.PASS);
    }

    @Test
    void every_check_has_one_item_per_cache_or_one_for_the_application() {
        ReadinessReport report = ReadinessAudit.of(ReadinessScenarios.good());

        assertThat(report.caches().get("products"))
                .extracting(ReadinessItem::check)
                .containsExactlyInAnyOrderElementsOf(checks(true));
        assertThat(report.application())
                .extracting(ReadinessItem::check)
                .containsExactlyInAnyOrderElementsOf(checks(false));
    }

    @Test
    void every_check_is_seen_to_pass_and_not_to_pass() {
        List<Scenario> all = ReadinessScenarios.all();

        assertThat(seen(all, true)).isEqualTo(EnumSet.allOf(ReadinessCheck.class));
        assertThat(seen(all, false)).isEqualTo(EnumSet.allOf(ReadinessCheck.class));
    }

    @Test
    void what_should_be_changed_comes_with_a_remedy() {
        assertThat(ReadinessScenarios.all().stream()
                        .flatMap(scenario -> ReadinessAudit.of(scenario.facts()).items())
                        .filter(item -> item.status() != ReadinessStatus.PASS))
                .allSatisfy(item -> assertThat(item.remedy()).isNotBlank());
    }

    @Test
    void what_is_accepted_is_shown_and_does_not_count() {
        for (String accepted : List.of("products/sensitive-data", "sensitive-data")) {
            ReadinessReport report = ReadinessAudit.of(accepting(accepted));

            assertThat(report.verdict()).isEqualTo(ReadinessStatus.PASS);
            assertThat(report.items().filter(ReadinessItem::accepted))
                    .extracting(ReadinessItem::status)
                    .containsExactly(ReadinessStatus.FAIL);
        }
        assertThat(ReadinessAudit.of(accepting("others/sensitive-data")).verdict())
                .isEqualTo(ReadinessStatus.FAIL);
    }

    @Test
    void the_page_for_users_lists_every_check_with_its_reason_and_no_other() throws IOException {
        List<String> listed = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\| ", -1))
                .map(cells -> cells[0].substring(2) + ' ' + cells[1])
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(ReadinessCheck.values())
                        .map(check -> '`' + check.id() + "` " + check.reason())
                        .toList());
    }

    private static ReadinessFacts accepting(String item) {
        ReadinessFacts facts = ReadinessScenarios.all().stream()
                .filter(scenario ->
                        scenario.check() == ReadinessCheck.SENSITIVE_DATA && scenario.status() == ReadinessStatus.FAIL)
                .findFirst()
                .orElseThrow()
                .facts();
        return new ReadinessFacts(facts.application(), facts.caches(), Set.of(item));
    }

    private static List<ReadinessCheck> checks(boolean perCache) {
        return Arrays.stream(ReadinessCheck.values())
                .filter(check -> check.perCache() == perCache)
                .toList();
    }

    private static Set<ReadinessCheck> seen(List<Scenario> scenarios, boolean passing) {
        return scenarios.stream()
                .filter(scenario -> (scenario.status() == ReadinessStatus.PASS) == passing)
                .map(Scenario::check)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ReadinessCheck.class)));
    }
}
