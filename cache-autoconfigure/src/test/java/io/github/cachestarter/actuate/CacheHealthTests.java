package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.github.cachestarter.insight.BackendSnapshot;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;

/** What a load balancer sees: a cache that is away never takes the application out. */
@TestInstance(Lifecycle.PER_CLASS)
class CacheHealthTests {

    private final RunningApplication application = new RunningApplication(
            WebApplicationType.SERVLET,
            "management.endpoint.health.group.cache.include=cacheStarter,redis",
            "management.endpoint.health.group.strict.include=*",
            "management.endpoint.health.group.strict.status.order=down,degraded,up",
            "management.endpoint.health.group.strict.status.http-mapping.down=500",
            "management.endpoint.health.group.mapped.include=cacheStarter",
            "management.endpoint.health.group.mapped.status.order=degraded,up",
            "management.endpoint.health.group.mapped.status.http-mapping.degraded=503");

    private final BackendSnapshot healthy = application.backend().lastKnown();

    @AfterAll
    void stop() {
        application.close();
    }

    @AfterEach
    void recover() {
        application.backend().become(healthy);
        application.bean(RunningApplication.Neighbour.class).setDown(false);
    }

    @Test
    void withItsServerTheCacheIsUpWithDetails() throws Exception {
        DocumentContext json = application.json("/actuator/health");

        assertThat(json.<String>read("$.status")).isEqualTo("UP");
        assertThat(json.<String>read("$.components.cacheStarter.status")).isEqualTo("UP");
        assertThat(json.<Map<String, Object>>read("$.components.cacheStarter.details"))
                .containsEntry("mode", "remote")
                .containsEntry("available", true)
                .containsEntry("breaker", "closed")
                .containsEntry("servers", List.of("localhost:6379"))
                .containsEntry("findings", List.of());
    }

    @Test
    void withoutItsServerTheCacheIsDegradedAndTheApplicationAnswersOk() throws Exception {
        application.backend().away();

        HttpResponse<String> response = application.get("/actuator/health");
        DocumentContext json = application.json("/actuator/health");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json.<String>read("$.status")).isEqualTo("UP");
        assertThat(json.<String>read("$.components.cacheStarter.status")).isEqualTo("DEGRADED");
        assertThat(json.<String>read("$.components.cacheStarter.details.reason"))
                .contains("Redis does not answer");
        assertThat(json.<String>read("$.components.redis.status")).isEqualTo("DEGRADED");
        assertThat(application.get("/actuator/health/cacheStarter").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aGroupOfNothingButTheCacheAnswersOkToo() throws Exception {
        application.backend().away();

        assertThat(application.get("/actuator/health/cache").statusCode()).isEqualTo(200);
    }

    @Test
    void somethingElseThatIsDownStillWins() throws Exception {
        application.backend().away();
        application.bean(RunningApplication.Neighbour.class).setDown(true);

        HttpResponse<String> response = application.get("/actuator/health");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JsonPath.<String>read(response.body(), "$.status")).isEqualTo("DOWN");
        assertThat(application.get("/actuator/health/strict").statusCode()).isEqualTo(500);
    }

    @Test
    void anApplicationThatWantsToSeeDegradedInTheOverallStatusNamesItInTheOrder() throws Exception {
        application.backend().away();

        HttpResponse<String> response = application.get("/actuator/health/strict");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<String>read(response.body(), "$.status")).isEqualTo("DEGRADED");
    }

    @Test
    void anApplicationThatMapsDegradedItselfGetsWhatItWants() throws Exception {
        application.backend().away();

        assertThat(application.get("/actuator/health/mapped").statusCode()).isEqualTo(503);
    }
}
