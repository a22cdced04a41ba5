package io.github.cachestarter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console where the endpoint that it asks may only be read, as it is by default. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:read-only-console",
            "management.endpoint.cacheinsight.access=read-only"
        })
class ReadOnlyConsoleIntegrationTests {

    @Test
    void whatIsNotAllowedIsNotOffered(@LocalServerPort int port) throws Exception {
        new SampleClient(port).get("/products/7");
        try (Browser browser = Browser.start()) {
            browser.open("http://127.0.0.1:" + port + "/actuator/cacheconsole#/cache/products");

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> browser.text("#content").contains("Reading only."));
            assertThat(browser.shows("#evict-key")).isFalse();
            assertThat(browser.shows("#clear")).isFalse();
        }
    }
}
