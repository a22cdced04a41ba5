package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import io.github.cachestarter.insight.readiness.FakeReadiness;
import io.github.cachestarter.insight.readiness.ReadinessScenarios;
import io.github.cachestarter.insight.readiness.ReadinessScenarios.Scenario;
import io.github.cachestarter.insight.readiness.ReadinessStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;

/** The endpoint as a client and a pipeline see it. */
@TestInstance(Lifecycle.PER_CLASS)
class CacheReadinessHttpTests {

    private static final String PATH = "/actuator/cachereadiness";

    private final RunningApplication application = new RunningApplication(WebApplicationType.SERVLET);

    @AfterAll
    void stop() {
        application.close();
    }

    static List<Scenario> scenarios() {
        return ReadinessScenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyCheckTellsWhatItFound(Scenario scenario) throws Exception {
        application.bean(FakeReadiness.class).become(scenario.facts());

        DocumentContext json = application.json(PATH);

        String items = scenario.check().perCache() ? "$.caches.products.items" : "$.application";
        Map<String, Object> item = json.<List<Map<String, Object>>>read(
                        items + "[?(@.check == '" + scenario.check().id() + "')]")
                .get(0);
        assertThat(item)
                .containsEntry("status", scenario.status().name().toLowerCase(Locale.ROOT))
                .containsEntry("reason", scenario.check().reason());
        assertThat((String) item.get("evidence")).contains(scenario.evidence());
        assertThat(item.get("remedy") == null).isEqualTo(scenario.status() == ReadinessStatus.PASS);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aPipelineIsStoppedByAVerdictAsBadAsItSaid(Scenario scenario) throws Exception {
        application.bean(FakeReadiness.class).become(scenario.facts());
        String verdict = application.json(PATH).read("$.verdict");

        assertThat(application.get(PATH).statusCode()).isEqualTo(200);
        assertThat(application.get(PATH + "?failOn=warn").statusCode())
                .isEqualTo(List.of("warn", "fail").contains(verdict) ? 503 : 200);
        assertThat(application.get(PATH + "?failOn=fail").statusCode()).isEqualTo(verdict.equals("fail") ? 503 : 200);
    }

    @Test
    void theAnswerThatStopsAPipelineSaysWhy() throws Exception {
        application
                .bean(FakeReadiness.class)
                .become(scenarios().stream()
                        .filter(scenario -> scenario.status() == ReadinessStatus.FAIL)
                        .findFirst()
                        .orElseThrow()
                        .facts());

        assertThat(application.get(PATH + "?failOn=warn").body())
                .isEqualTo(application.get(PATH).body())
                .contains("\"verdict\":\"fail\"");
    }

    @Test
    void theCountsAddUpToAllItems() throws Exception {
        application.bean(FakeReadiness.class).become(ReadinessScenarios.good());

        assertThat(application.json(PATH).<Map<String, Object>>read("$.counts"))
                .isEqualTo(Map.of("pass", 16, "unknown", 0, "warn", 0, "fail", 0));
    }

    @Test
    void aMisspeltGateIsRefusedAndNotPassed() throws Exception {
        assertThat(application.get(PATH + "?failOn=warning").statusCode()).isEqualTo(400);
    }

    @Test
    void nothingCanBeChanged() throws Exception {
        assertThat(application.delete(PATH).statusCode()).isEqualTo(405);
    }
}
