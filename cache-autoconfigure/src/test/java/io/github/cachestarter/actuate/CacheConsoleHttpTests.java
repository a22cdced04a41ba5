package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

/** Who gets the page. */
class CacheConsoleHttpTests {

    private static final String PATH = "/actuator/cacheconsole";

    @Test
    void itIsOffThoughEveryEndpointIsExposed() throws Exception {
        try (RunningApplication application = new RunningApplication(WebApplicationType.SERVLET)) {
            assertThat(application.get(PATH).statusCode()).isEqualTo(404);
            assertThat(application.get("/actuator").body()).doesNotContain("cacheconsole");
            assertThat(application.get("/actuator/cacheinsight").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void itIsAPageWhereAccessWasGiven() throws Exception {
        try (RunningApplication application = new RunningApplication(
                WebApplicationType.SERVLET, "management.endpoint.cacheconsole.access=read-only")) {
            HttpResponse<String> answer = application.get(PATH);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
            assertThat(answer.body()).isEqualTo(ConsolePage.compose());
        }
    }
}
