package io.github.cachestarter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cache.CacheManager;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The console as a person meets it: in a real browser, over a running application whose Redis dies and comes back. */
@TestInstance(Lifecycle.PER_CLASS)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:console",
            // What happens counts here, not how fast a busy machine is: a slow reply is no outage.
            "cache-starter.timeouts.connect=10s",
            "cache-starter.timeouts.read=30s",
            "cache-starter.timeouts.write=30s",
            "cache-starter.local.max-staleness=60s",
            "cache-starter.defaults.load.lease=30s",
            "cache-starter.defaults.load.wait-max=60s"
        })
class ConsoleIntegrationTests {

    private static final String TAB = "\uE004";
    private static final String ENTER = "\uE007";
    private static final String ESCAPE = "\uE00C";
    private static final String MARKUP = "<img src=x onerror=\"document.title='run'\">";

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private CacheManager caches;

    private Browser browser;
    private SampleClient client;
    private String base;

    @BeforeAll
    void connect(@LocalServerPort int port) {
        client = new SampleClient(port);
        base = "http://127.0.0.1:" + port;
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openThePage() throws IOException {
        // Not once for all, so that every test that is skipped for want of a browser is counted.
        if (browser == null) {
            browser = Browser.start();
        }
        client.post("/own-redis/start", "");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/actuator/health/cacheStarter").body().contains("\"UP\""));
        browser.size(1400, 1000);
        browser.prefer("light");
        browser.said();
        browser.requests();
        show("#/");
    }

    @Test
    void theCachesAreListedWithNumbersThatFollowTheTraffic() {
        client.get("/products/21");
        until(() -> browser.shows("#caches tr[data-cache=products]"));
        long before = reads();

        for (int i = 0; i < 200; i++) {
            client.get("/products/" + (21 + i % 4));
        }

        until(() -> reads() > before);
        until(() -> browser.text("#caches tr[data-cache=products]").contains("%"));
        // Of the last minute, which is counted every ten seconds.
        until(() -> {
            client.get("/products/21");
            return !browser.text("#caches tr[data-cache=products] .badge").equals("no traffic");
        });
        show("#/cache/products");
        until(() -> browser.text(".tiles").contains("from memory"));
        assertThat(browser.text("#content")).contains("Settings in force", "PT10M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/", "#/cache/products"})
    void everyChartDrawsALine(String view) {
        client.get("/products/31");
        show(view);

        until(() -> {
            client.get("/products/31");
            return charts() >= 4 && chartsInColour("--series-1") >= 2;
        });
        assertThat(script("return [...document.querySelectorAll('canvas')].every(c => c.getAttribute('aria-label'))")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anEvictIsDoneOnlyAfterItWasConfirmed() {
        String path = "/products/41";
        client.get(path);
        database.update("UPDATE product SET name = 'changed behind the back' WHERE id = 41");
        show("#/cache/products");
        until(() -> browser.shows("#evict-key"));

        browser.type("#evict-key", "41" + ENTER);
        until(() -> browser.shows("dialog"));
        browser.press(ESCAPE);
        until(() -> !browser.shows("dialog"));
        assertThat(browser.requests()).noneMatch(address -> address.contains("?key="));
        assertThat(client.get(path).body()).doesNotContain("changed behind the back");

        browser.type("#evict-key", ENTER);
        until(() -> browser.shows("dialog"));
        browser.click("#confirm");

        until(() -> browser.text("#said").contains("Evicted the key \"41\""));
        assertThat(client.get(path).body()).contains("changed behind the back");
    }

    @Test
    void aClearIsDoneOnlyAfterItWasConfirmed() {
        String path = "/products/51";
        client.get(path);
        database.update("UPDATE product SET name = 'changed behind the back' WHERE id = 51");
        show("#/cache/products");
        until(() -> browser.shows("#clear"));

        browser.click("#clear");
        until(() -> browser.shows("dialog"));
        assertThat(client.get(path).body()).doesNotContain("changed behind the back");
        browser.click("#confirm");

        until(() -> browser.text("#said").contains("was cleared"));
        assertThat(client.get(path).body()).contains("changed behind the back");
    }

    @Test
    void aCacheIsWarmedOnlyAfterItWasConfirmed() {
        client.get("/products/71");
        show("#/cache/products");
        until(() -> browser.shows("#warm"));

        browser.click("#warm");
        until(() -> browser.shows("dialog"));
        browser.click("#confirm");

        until(() -> browser.text("#said").contains("Warming products: done."));
        assertThat(browser.requests()).anyMatch(address -> address.endsWith("/cacheinsight/products/warm"));
    }

    @Test
    void howValuesAreKeptFreshAndWhoWaitsForWhomIsShown() {
        client.get("/products/72");
        show("#/cache/products");

        until(() -> browser.text("#content").contains("refreshes begun"));
        assertThat(browser.text("#content"))
                .contains(
                        "Kept fresh",
                        "refreshes that failed",
                        "stale values served",
                        "calls whose time limit was reached",
                        "Loads among instances",
                        "waits for another instance's load",
                        "taken over from another instance",
                        "stores refused, since an evict came first");
    }

    @Test
    void aHotKeyOfAnotherClassIsShownWithTheTextByWhichItIsEvicted() {
        for (int i = 0; i < 3_000; i++) {
            caches.getCache("products").get(73L, () -> "hot");
        }
        show("#/cache/products");

        until(() -> browser.text("#content").contains("long#73"));
    }

    @Test
    void thatKeysSeemToBeSecretsIsSaid() {
        caches.getCache("tokens").get("very-secret", () -> "value");
        show("#/cache/tokens");

        until(() -> browser.text("#content").contains("Keys of this cache are not recorded"));
        assertThat(browser.text("#content")).doesNotContain("very-secret");
    }

    @Test
    void thatRedisIsAwayIsSaidAndTakenBackWhenItReturns() {
        until(() -> browser.shows("#caches"));
        assertThat(browser.shows("#redis-away")).isFalse();

        client.post("/own-redis/kill", "");
        until(() -> {
            client.get("/products/61");
            return browser.text("#redis-away").contains("Redis is away");
        });
        assertThat(browser.shows("#away")).as("the application answers").isFalse();

        client.post("/own-redis/start", "");
        until(() -> !browser.shows("#redis-away"));
    }

    @Test
    void thatTheApplicationIsAwayIsSaidAndTakenBackWhenItReturns() {
        until(() -> browser.shows("#caches"));

        offline(true);
        until(() -> browser.text("#away").contains("No answer from the application since"));
        assertThat(browser.shows("#caches")).as("the last known numbers stay").isTrue();

        offline(false);
        until(() -> !browser.shows("#away"));
    }

    @Test
    void everythingCanBeDoneByKeyboardAndTheFocusIsAlwaysSeen() {
        until(() -> browser.shows("#caches tr[data-cache=products] a"));

        browser.press(TAB);
        assertThat(focused("textContent")).isEqualTo("Skip to content");
        browser.press(ENTER);
        assertThat(focused("id")).isEqualTo("content");
        tabTo(link -> link.endsWith("#/cache/products"), "href");
        browser.press(ENTER);
        until(() -> focused("textContent").equals("products"));
        until(() -> browser.shows("#evict-key"));

        tabTo("evict-key"::equals, "id");
        browser.press("7", ENTER);
        until(() -> browser.shows("dialog"));
        assertThat(focused("textContent")).isEqualTo("Cancel");
        browser.press(TAB, ENTER);

        until(() -> browser.text("#said").contains("Evicted the key \"7\""));
        assertThat(focused("id")).as("the focus is back where it was").isEqualTo("evict-key");
    }

    @ParameterizedTest
    @CsvSource({"#/, 375", "#/cache/products, 375", "#/readiness, 375", "#/, 320", "#/cache/products, 320"})
    void aPhoneNeedsNoScrollingSideways(String view, int width) {
        browser.size(width, 700);
        show(view);
        until(() -> browser.shows("#content .card"));

        assertThat(script("return document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
    }

    @Test
    void itFollowsTheColourSchemeAndCanBeReadInBoth() {
        until(() -> chartsInColour("--series-1") > 0);
        String light = background();
        assertThat(worstContrast()).isGreaterThanOrEqualTo(4.5);

        browser.prefer("dark");

        until(() -> chartsInColour("--series-1") > 0);
        assertThat(background()).isNotEqualTo(light);
        assertThat(worstContrast()).isGreaterThanOrEqualTo(4.5);
    }

    @Test
    void namesAndKeysAreShownAsTheyAreAndNeverRun() {
        caches.getCache(MARKUP).get(MARKUP, () -> "value");
        until(() -> browser.text("#caches").contains(MARKUP));

        browser.script("location.hash = '#/cache/' + encodeURIComponent(arguments[0])", MARKUP);
        until(() -> browser.text("#content h2").equals(MARKUP));
        until(() -> browser.shows("#content .tiles"));

        assertThat(script("return document.images.length").asInt()).isZero();
        assertThat(script("return document.title").asString()).contains(MARKUP);
    }

    @Test
    void theReadinessFindingsAreShown() {
        show("#/readiness");

        until(() -> browser.shows("#content li[data-check]"));
        assertThat(browser.text("#content")).contains("The application", "workshop-availability", "To do:");
        assertThat(browser.text("#readiness-verdict")).isIn("pass", "unknown", "warn", "fail");
    }

    @Test
    void nobodyButTheApplicationIsAskedAndNothingIsRefused() {
        for (String view : List.of("#/", "#/cache/products", "#/readiness")) {
            show(view);
            until(() -> browser.shows("#content .card"));
        }

        assertThat(browser.requests())
                .hasSizeGreaterThan(4)
                .allMatch(address -> address.startsWith(base + "/actuator/cache") || address.startsWith("data:"));
        assertThat(browser.said()).isEmpty();
    }

    private void show(String view) {
        // Another query is another document: nothing is left of the page before.
        browser.open(base + "/actuator/cacheconsole?" + System.nanoTime() + view);
        browser.script("const every = document.getElementById('every'); every.value = '1000';"
                + "every.dispatchEvent(new Event('change'))");
    }

    private void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private JsonNode script(String source, Object... arguments) {
        return browser.script(source, arguments);
    }

    private long reads() {
        return client.get("/actuator/cacheinsight/products").json().get("hits").asLong();
    }

    private int charts() {
        return script("return document.querySelectorAll('canvas').length").asInt();
    }

    /** How many charts have pixels of about that colour: a line, since axes and grid have others. */
    private int chartsInColour(String variable) {
        return script("""
                        const probe = document.createElement("canvas").getContext("2d");
                        probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(arguments[0]);
                        probe.fillRect(0, 0, 1, 1);
                        const colour = probe.getImageData(0, 0, 1, 1).data;
                        const drawn = canvas => {
                          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                          let there = 0;
                          for (let i = 0; i < pixels.length; i += 4) {
                            // Edges are smoothed: nearly the colour, and half transparent.
                            if (pixels[i + 3] > 60 && [0, 1, 2].every(k => Math.abs(pixels[i + k] - colour[k]) < 15)) {
                              there++;
                            }
                          }
                          return there > 5;
                        };
                        return [...document.querySelectorAll("canvas")].filter(c => c.width > 0).filter(drawn).length;
                        """, variable).asInt();
    }

    private String background() {
        return script("return getComputedStyle(document.body).backgroundColor").asString();
    }

    /** The contrast of text and ground as WCAG 2 counts it, the worst of all pairs that the style uses. */
    private double worstContrast() {
        return script("""
                        const style = getComputedStyle(document.documentElement);
                        const light = name => {
                          const hex = style.getPropertyValue(name).trim().slice(1);
                          const [r, g, b] = [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
                            .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                        };
                        const pairs = [["--text", "--page"], ["--text", "--card"], ["--quiet", "--page"], ["--quiet", "--card"],
                          ["--link", "--page"], ["--link", "--card"], ["--good", "--good-back"], ["--warn", "--warn-back"],
                          ["--bad", "--bad-back"], ["--bad", "--card"], ["--text", "--unknown-back"]];
                        return Math.min(...pairs.map(([a, b]) => {
                          const [x, y] = [light(a), light(b)];
                          return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
                        }));
                        """).asDouble();
    }

    private void offline(boolean away) {
        browser.command(
                "Network.emulateNetworkConditions",
                Map.of("offline", away, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    private String focused(String property) {
        return script("return String(document.activeElement[arguments[0]] ?? '')", property)
                .asString();
    }

    /** Tab by tab, as far as a patient person would go; every stop on the way must be seen. */
    private void tabTo(Predicate<String> wanted, String property) {
        for (int i = 0; i < 40; i++) {
            browser.press(TAB);
            assertThat(script("return getComputedStyle(document.activeElement).outlineStyle")
                            .asString())
                    .as("the focus on " + focused("outerHTML"))
                    .isNotEqualTo("none");
            if (wanted.test(focused(property))) {
                return;
            }
        }
        throw new AssertionError("40 tabs lead nowhere near it");
    }
}
