package io.github.cachestarter.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium, driven over the WebDriver protocol by the {@code chromedriver} of the system: nothing is downloaded.
 * It resolves no host name, so that a page which wanted something from elsewhere would not get it.
 */
final class Browser implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern READY = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();
    private final Process driver;
    private final String session;

    private Browser(Process driver, String address) {
        this.driver = driver;
        Map<String, Object> options = Map.of(
                "binary",
                installed("chromium", "chromium-browser", "google-chrome").orElseThrow(),
                "args",
                List.of(
                        "--headless=new",
                        // As root, as in most containers, Chromium's sandbox does not start.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                        "--window-size=1400,1000"));
        Map<String, Object> wanted = Map.of(
                "goog:chromeOptions", options, "goog:loggingPrefs", Map.of("performance", "ALL", "browser", "ALL"));
        JsonNode created = send("POST", address, Map.of("capabilities", Map.of("alwaysMatch", wanted)));
        this.session = address + "/" + created.get("sessionId").asString();
    }

    /** A new one; where none is installed the test is skipped and says so. */
    static Browser start() throws IOException {
        Assumptions.assumeTrue(
                installed("chromium", "chromium-browser", "google-chrome").isPresent(),
                "No chromium on the PATH, so nobody can look at the page");
        Optional<String> program = installed("chromedriver");
        Assumptions.assumeTrue(program.isPresent(), "No chromedriver on the PATH, so nobody can drive the browser");
        Process driver = new ProcessBuilder(program.orElseThrow(), "--port=0")
                .redirectErrorStream(true)
                .start();
        try {
            return new Browser(driver, "http://127.0.0.1:" + port(driver) + "/session");
        } catch (IOException | RuntimeException ex) {
            end(driver);
            throw ex;
        }
    }

    private static Optional<String> installed(String... names) {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(":");
        return Stream.of(names)
                .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String port(Process driver) throws IOException {
        BufferedReader output = driver.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return ready.group(1);
            }
        }
        throw new IOException("chromedriver ended before it was ready");
    }

    void open(String url) {
        post("/url", Map.of("url", url));
    }

    /** What the body of a function of that source returns. */
    JsonNode script(String source, Object... arguments) {
        return post("/execute/sync", Map.of("script", source, "args", Arrays.asList(arguments)));
    }

    /** The text of the first element that the selector finds; empty if there is none or it is not shown. */
    String text(String selector) {
        return script("""
                        const element = document.querySelector(arguments[0]);
                        return element?.checkVisibility() ? element.innerText : "";
                        """, selector).asString();
    }

    boolean shows(String selector) {
        return script("return document.querySelector(arguments[0])?.checkVisibility() ?? false", selector)
                .asBoolean();
    }

    void click(String selector) {
        post("/element/" + element(selector) + "/click", Map.of());
    }

    void type(String selector, String text) {
        post("/element/" + element(selector) + "/value", Map.of("text", text));
    }

    /** Presses and releases keys on whatever has the focus. */
    void press(String... keys) {
        List<Map<String, Object>> actions = Stream.of(keys)
                .flatMap(key ->
                        Stream.of("keyDown", "keyUp").map(type -> Map.<String, Object>of("type", type, "value", key)))
                .toList();
        post("/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /** A command of the browser's own debugging protocol. */
    JsonNode command(String name, Map<String, Object> parameters) {
        return post("/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    void size(int width, int height) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** {@code light} or {@code dark}. */
    void prefer(String scheme) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What the page said on its console, errors and refusals of its policy included, since the last look. */
    List<String> said() {
        return log("browser").map(entry -> entry.get("message").asString()).toList();
    }

    /** The addresses that the page asked for since the last look. */
    List<String> requests() {
        return log("performance")
                .map(entry -> JSON.readTree(entry.get("message").asString()).get("message"))
                .filter(message -> message.get("method").asString().equals("Network.requestWillBeSent"))
                .map(message -> message.at("/params/request/url").asString())
                .toList();
    }

    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(send("GET", session + "/screenshot", null).asString());
    }

    @Override
    public void close() {
        try {
            send("DELETE", session, null);
        } finally {
            end(driver);
        }
    }

    private static void end(Process driver) {
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly().onExit().join();
    }

    private String element(String selector) {
        return post("/element", Map.of("using", "css selector", "value", selector))
                .get(ELEMENT)
                .asString();
    }

    private Stream<JsonNode> log(String type) {
        return post("/se/log", Map.of("type", type)).valueStream();
    }

    private JsonNode post(String path, Map<String, ?> body) {
        return send("POST", session + path, body);
    }

    private JsonNode send(String method, String address, Map<String, ?> body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofMinutes(3))
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body), StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            JsonNode value = JSON.readTree(response.body()).get("value");
            if (response.statusCode() != 200) {
                throw new IllegalStateException(method + " " + address + " " + body + ": " + value.get("message"));
            }
            return value;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }
}
