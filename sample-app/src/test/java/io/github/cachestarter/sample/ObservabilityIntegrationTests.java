package io.github.cachestarter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.FileSystemResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard and the alert rules ask for what the running application really gives. promtool (Debian's package
 * {@code prometheus}) judges the syntax and runs the tests of the rules; without it those two are skipped.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:observability",
            "cache-starter.timeouts.connect=10s",
            "cache-starter.timeouts.read=30s",
            "cache-starter.timeouts.write=30s",
            "cache-starter.local.max-staleness=60s",
            "cache-starter.defaults.load.lease=30s",
            "cache-starter.defaults.load.wait-max=60s"
        })
class ObservabilityIntegrationTests {

    private static final Path DIRECTORY = Path.of("..", "observability");
    private static final Path RULES = DIRECTORY.resolve("alerts.yml");

    /** What Prometheus adds to everything it scrapes. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

    private static final Pattern SELECTOR = Pattern.compile("\\b(cache_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(=~|!=|!~|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?([a-z_]+)\\s*}}");

    @TempDir
    private Path scratch;

    private Scrape scrape;

    @BeforeEach
    void scrapeTheRunningApplication(@LocalServerPort int port) {
        SampleClient client = new SampleClient(port);
        client.get("/products/1");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            scrape = new Scrape(client.get("/actuator/prometheus").body());
            assertThat(scrape.metrics()).contains("cache_starter_server_keys", "cache_gets_total");
        });
    }

    @Test
    void everyMetricLabelAndValueInTheDashboardIsInTheScrape() throws IOException {
        assertThat(dashboard()).hasSizeGreaterThan(30).allSatisfy(this::isInTheScrape);
    }

    @Test
    void everyMetricLabelAndValueInTheAlertRulesIsInTheScrape() {
        assertThat(alerts()).hasSize(8).allSatisfy(this::isInTheScrape);
    }

    @Test
    void aMisspeltMetricLabelOrValueWouldBeSeen() {
        assertThat(mistakes("rate(cache_get_total[5m])")).isNotEmpty();
        assertThat(mistakes("sum by (cach) (rate(cache_gets_total[5m]))")).isNotEmpty();
        assertThat(mistakes("cache_gets_total{outcome=\"hit\"}")).isNotEmpty();
        assertThat(mistakes("cache_gets_total{result=\"hits\"}")).isNotEmpty();
        assertThat(mistakes("sum by (job, cache) (rate(cache_gets_total{result=\"hit\"}[5m]))"))
                .isEmpty();
    }

    @Test
    void theDashboardsVariablesAreThoseItsQueriesUse() throws IOException {
        JsonNode root = JsonMapper.shared().readTree(Files.readString(DIRECTORY.resolve("grafana-dashboard.json")));
        Set<String> known = new HashSet<>(Set.of("__rate_interval", "__all"));
        root.at("/templating/list")
                .forEach(variable -> known.add(variable.get("name").asString()));
        Matcher used = Pattern.compile("\\$\\{?([a-z_]+)").matcher(root.toString());
        while (used.find()) {
            assertThat(known).contains(used.group(1));
        }
    }

    @Test
    void promtoolParsesEveryQueryOfTheDashboard() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        int number = 0;
        for (Query query : dashboard()) {
            rules.append("  - record: dashboard:query")
                    .append(number++)
                    .append("\n    expr: >-\n      ")
                    .append(query.expression().replace("$__rate_interval", "5m"))
                    .append('\n');
        }
        Path file = Files.writeString(scratch.resolve("dashboard.yml"), rules);

        assertThat(promtool("check", "rules", file.toString())).contains(number + " rules found");
    }

    @Test
    void promtoolRunsTheTestsOfTheAlertRules() throws Exception {
        assertThat(promtool(
                        "test", "rules", DIRECTORY.resolve("alerts-test.yml").toString()))
                .contains("SUCCESS");
    }

    private void isInTheScrape(Query query) {
        assertThat(mistakes(query.expression())).as(query.expression()).isEmpty();
        Set<String> labels = labelsOf(query.expression());
        Matcher template = TEMPLATE.matcher(query.texts());
        while (template.find()) {
            assertThat(labels).as("labels for " + query.texts()).contains(template.group(1));
        }
    }

    /** What an expression asks for that the application does not give. */
    private List<String> mistakes(String expression) {
        List<String> mistakes = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            Map<String, Set<String>> labels = scrape.labels(selector.group(1));
            if (!scrape.metrics().contains(selector.group(1))) {
                mistakes.add("there is no metric " + selector.group(1));
            }
            Matcher matcher = MATCHER.matcher(selector.group(2) == null ? "" : selector.group(2));
            while (matcher.find()) {
                check(labels, matcher, mistakes);
            }
        }
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            Arrays.stream(grouping.group(1).split(",", -1))
                    .map(String::strip)
                    .filter(label -> !labelsOf(expression).contains(label))
                    .forEach(label -> mistakes.add("nothing has the label " + label));
        }
        return mistakes;
    }

    private static void check(Map<String, Set<String>> labels, Matcher matcher, List<String> mistakes) {
        String label = matcher.group(1);
        if (OF_THE_TARGET.contains(label)) {
            return;
        }
        boolean literal = matcher.group(2).equals("=") && !matcher.group(3).startsWith("$");
        if (!labels.containsKey(label)) {
            mistakes.add("there is no label " + label);
        } else if (literal && !labels.get(label).contains(matcher.group(3))) {
            mistakes.add("the label " + label + " is never " + matcher.group(3));
        }
    }

    private Set<String> labelsOf(String expression) {
        Set<String> labels = new HashSet<>(OF_THE_TARGET);
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            labels.addAll(scrape.labels(selector.group(1)).keySet());
        }
        return labels;
    }

    private static List<Query> dashboard() throws IOException {
        JsonNode root = JsonMapper.shared().readTree(Files.readString(DIRECTORY.resolve("grafana-dashboard.json")));
        List<Query> queries = new ArrayList<>();
        root.get("panels")
                .forEach(panel -> panel.get("targets")
                        .forEach(target -> queries.add(new Query(
                                target.get("expr").asString(),
                                target.get("legendFormat").asString()))));
        return queries;
    }

    @SuppressWarnings("unchecked") // the shape of the file is Prometheus' own
    private static List<Query> alerts() {
        YamlMapFactoryBean yaml = new YamlMapFactoryBean();
        yaml.setResources(new FileSystemResource(RULES));
        Map<String, Object> file = new HashMap<>(yaml.getObject());
        List<Query> queries = new ArrayList<>();
        for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
            for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
                queries.add(new Query(
                        (String) rule.get("expr"), rule.get("annotations").toString()));
            }
        }
        return queries;
    }

    private static String promtool(String... arguments) throws Exception {
        Path program = Arrays.stream(System.getenv("PATH").split(":", -1))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "promtool is not installed (Debian's package prometheus)");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /**
     * A query and what is said with its result.
     *
     * @param texts the legend, or the annotations
     */
    private record Query(String expression, String texts) {}
}
