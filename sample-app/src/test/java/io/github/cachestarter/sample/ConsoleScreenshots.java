package io.github.cachestarter.sample;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Takes the pictures of the console for the documentation, after a good minute of traffic. No build runs it; the command is
 * in CONTRIBUTING.md.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.datasource.url=jdbc:h2:mem:pictures")
class ConsoleScreenshots {

    private static final Path IMAGES = Path.of("..", "docs", "images");
    private static final Duration TRAFFIC = Duration.ofSeconds(75);

    @Test
    void takePictures(@LocalServerPort int port) throws Exception {
        Files.createDirectories(IMAGES);
        AtomicBoolean done = new AtomicBoolean();
        Thread crowd = new Thread(() -> readAndBook(new SampleClient(port), done), "crowd");
        crowd.start();
        try (Browser browser = Browser.start()) {
            String console = "http://127.0.0.1:" + port + "/actuator/cacheconsole";
            long begin = System.nanoTime();
            browser.size(1400, 1290);
            browser.command("Emulation.setScrollbarsHidden", Map.of("hidden", true));
            browser.prefer("light");
            browser.open(console);
            await().pollInterval(Duration.ofSeconds(1))
                    .atMost(TRAFFIC.plusSeconds(30))
                    .until(() -> System.nanoTime() - begin > TRAFFIC.toNanos());

            save(browser, "console-light.png", "#caches");
            browser.prefer("dark");
            browser.click("#caches tr[data-cache=products] a");
            save(browser, "console-dark.png", "#curve");
            browser.prefer("light");
            browser.size(375, 812);
            browser.click("[data-view=overview]");
            save(browser, "console-phone.png", "#caches");
        } finally {
            done.set(true);
            crowd.join();
        }
    }

    private static void save(Browser browser, String name, String shown) throws IOException {
        String before = browser.text("#updated");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> browser.shows(shown) && !browser.text("#updated").equals(before));
        if (!name.contains("phone")) {
            int height = browser.script("return document.documentElement.scrollHeight")
                    .asInt();
            browser.size(1400, height);
            String resized = browser.text("#updated");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !browser.text("#updated").equals(resized));
        }
        Files.write(IMAGES.resolve(name), browser.screenshot());
    }

    /** A few products are read by everybody, many by few; now and then one changes or a seat is booked. */
    private static void readAndBook(SampleClient client, AtomicBoolean done) {
        Random random = new Random(7);
        while (!done.get()) {
            long product = 1 + (long) (1_000 * Math.pow(random.nextDouble(), 6));
            client.get("/products/" + product);
            if (random.nextInt(4) == 0) {
                client.get("/workshops/" + (1 + random.nextInt(50)) + "/availability");
            }
            if (random.nextInt(60) == 0) {
                client.put("/products/" + product, "{\"name\":\"Handbook\",\"category\":\"Java\",\"price\":19.95}");
            }
            if (random.nextInt(150) == 0) {
                client.post(
                        "/workshops/" + (1 + random.nextInt(50)) + "/bookings", "{\"attendee\":\"Ann\",\"seats\":1}");
            }
        }
    }
}
