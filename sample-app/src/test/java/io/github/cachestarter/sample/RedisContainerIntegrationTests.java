package io.github.cachestarter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;
import tools.jackson.databind.JsonNode;

/**
 * The sample against a Redis in a container, found through {@code @ServiceConnection}. Skipped where no Docker engine
 * answers; another image by the system property {@code sample.redis.image}.
 */
@Testcontainers(disabledWithoutDocker = true)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"sample.own-redis=false", "spring.datasource.url=jdbc:h2:mem:container"})
class RedisContainerIntegrationTests {

    private static final int PORT = 6379;

    @Container
    @ServiceConnection(name = "redis")
    static final GenericContainer<?> REDIS = new GenericContainer<>(
                    DockerImageName.parse(System.getProperty("sample.redis.image", "redis:7.4")))
            .withExposedPorts(PORT);

    @Autowired
    private JdbcTemplate database;

    @Test
    void entriesLiveInTheContainersRedis(@LocalServerPort int port) {
        SampleClient client = new SampleClient(port);
        String first = client.get("/products/17").body();
        database.update("UPDATE product SET name = 'changed behind the back' WHERE id = 17");

        assertThat(client.get("/products/17").body()).isEqualTo(first);
        JsonNode server = client.get("/actuator/cacheinsight").json().at("/backend/servers/0");
        assertThat(server.get("address").asString()).endsWith(":" + REDIS.getMappedPort(PORT));
        assertThat(server.get("keys").asLong()).isPositive();
    }
}
