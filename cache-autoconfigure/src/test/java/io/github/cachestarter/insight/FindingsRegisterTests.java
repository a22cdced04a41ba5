package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import org.junit.jupiter.api.Test;

class FindingsRegisterTests {

    private final FindingsRegister register = new FindingsRegister();

    @Test
    void theNewestFindingPerCodeAndSubjectStands() {
        register.report(finding(Severity.WARN, "noeviction", "a:1", "old"));
        register.report(finding(Severity.WARN, "noeviction", "a:1", "new"));
        register.report(finding(Severity.WARN, "noeviction", "b:1", "other server"));

        assertThat(register.current()).extracting(Finding::message).containsExactly("new", "other server");
    }

    @Test
    void aResolvedFindingIsGoneAndResolvingNothingDoesNothing() {
        register.report(finding(Severity.WARN, "noeviction", "a:1", "found"));
        register.resolve("noeviction", "b:1");
        register.resolve("maxmemory", "a:1");

        assertThat(register.current()).hasSize(1);

        register.resolve("noeviction", "a:1");

        assertThat(register.current()).isEmpty();
    }

    @Test
    void theWorstComeFirst() {
        register.report(finding(Severity.INFO, "a", "x", ""));
        register.report(finding(Severity.ERROR, "c", "x", ""));
        register.report(finding(Severity.WARN, "b", "x", ""));

        assertThat(register.current())
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR, Severity.WARN, Severity.INFO);
    }

    @Test
    void whenThereAreTooManyTheLeastSevereAndOldestMakeRoomAndOneFindingSaysSo() {
        register.report(finding(Severity.ERROR, "error", "x", ""));
        for (int i = 0; i < FindingsRegister.MOST + 10; i++) {
            register.report(finding(i == 0 ? Severity.INFO : Severity.WARN, "code" + i, "x", ""));
        }

        assertThat(register.current())
                .hasSize(FindingsRegister.MOST + 1)
                .extracting(Finding::code)
                .contains("error", "too-many-findings", "code11", "code" + (FindingsRegister.MOST + 9))
                .doesNotContain("code0", "code1", "code10");
        assertThat(register.current())
                .filteredOn(finding -> finding.code().equals("too-many-findings"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("11 findings"));
    }

    private static Finding finding(Severity severity, String code, String subject, String message) {
        return new Finding(severity, code, subject, message, "do something");
    }
}
