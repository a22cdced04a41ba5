package io.github.cachestarter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.sample.SampleClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The sample end to end: real HTTP, a real database, a real Redis that is killed and started again. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:end-to-end",
            // What happens counts here, not how fast a busy machine is: a slow reply is no outage.
            "cache-starter.timeouts.connect=10s",
            "cache-starter.timeouts.read=30s",
            "cache-starter.timeouts.write=30s",
            "cache-starter.local.max-staleness=60s",
            "cache-starter.defaults.load.lease=30s",
            "cache-starter.defaults.load.wait-max=60s"
        })
class SampleApplicationIntegrationTests {

    private static final AtomicLong NEXT_PRODUCT = new AtomicLong(500_000);

    @Autowired
    private JdbcTemplate database;

    private SampleClient client;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        client = new SampleClient(port);
        // Whatever a test before this one did to Redis: here it runs, and the cache has noticed.
        client.post("/own-redis/start", "");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> insight().at("/backend/available").asBoolean());
    }

    @Test
    void theMigrationLoadsACatalogueThatIsLargeEnough() {
        assertThat(count("product")).isGreaterThanOrEqualTo(1_000);
        assertThat(count("workshop")).isGreaterThanOrEqualTo(50);
    }

    @Test
    void theSecondReadComesFromTheCache() {
        long id = newProduct("first");

        Answer miss = client.get("/products/" + id);
        database.update("UPDATE product SET name = 'changed behind the back' WHERE id = ?", id);
        Answer hit = client.get("/products/" + id);

        assertThat(miss.status()).isEqualTo(200);
        assertThat(hit.body()).isEqualTo(miss.body()).contains("first");
    }

    @Test
    void anUpdateIsSeenByTheNextRead() {
        long id = newProduct("before");
        client.get("/products/" + id);

        client.put("/products/" + id, product("after"));

        assertThat(client.get("/products/" + id).json().get("name").asString()).isEqualTo("after");
    }

    @Test
    void aDeletedProductIsGoneAtOnce() {
        long id = newProduct("short-lived");
        client.get("/products/" + id);

        assertThat(client.delete("/products/" + id).status()).isEqualTo(204);

        assertThat(client.get("/products/" + id).status()).isEqualTo(404);
    }

    @Test
    void thatAProductDoesNotExistIsCachedUntilItIsEntered() {
        long id = NEXT_PRODUCT.getAndIncrement();
        assertThat(client.get("/products/" + id).status()).isEqualTo(404);

        database.update("INSERT INTO product VALUES (?, 'behind the back', 'x', 1)", id);
        assertThat(client.get("/products/" + id).status()).isEqualTo(404);

        assertThat(client.put("/products/" + id, product("entered")).status()).isEqualTo(200);
        assertThat(client.get("/products/" + id).json().get("name").asString()).isEqualTo("entered");
    }

    @Test
    void badInputIsAProblemWithAReason() {
        assertProblem(client.get("/products/0"), 400, "greater than 0");
        assertProblem(client.get("/products/many"), 400, "many");
        assertProblem(
                client.put("/products/7", "{\"name\":\"\",\"category\":\"x\",\"price\":-1}"), 400, "name must not be");
        assertProblem(client.put("/products/7", "{\"name\":"), 400, "read request");
        assertProblem(client.get("/workshops/4711/availability"), 404, "4711");
        assertProblem(client.post("/workshops/4711/bookings", "{\"attendee\":\"Ann\",\"seats\":1}"), 404, "4711");
        assertProblem(client.post("/workshops/1/bookings", "{\"attendee\":\"Ann\",\"seats\":0}"), 400, "seats must be");
    }

    @Test
    void aBookingIsSeenByTheNextReadOfTheAvailability() {
        int free = free(7);

        Answer booking = client.post("/workshops/7/bookings", "{\"attendee\":\"Ann\",\"seats\":2}");

        assertThat(booking.status()).isEqualTo(201);
        assertThat(free(7)).isEqualTo(free - 2);
    }

    @Test
    void aWorkshopIsNeverOversoldHoweverManyBookAtOnce() throws Exception {
        int seats = free(9);

        List<Answer> answers =
                atOnce(seats + 15, () -> client.post("/workshops/9/bookings", "{\"attendee\":\"Crowd\",\"seats\":1}"));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(seats);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(15);
        assertThat(free(9)).isZero();
    }

    @Test
    void manyReadersOfOneExpiredKeyAskTheDatabaseOnce() throws Exception {
        double loads = loads("workshop-availability");

        List<Answer> answers = atOnce(60, () -> client.get("/workshops/11/availability"));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(loads("workshop-availability") - loads).isEqualTo(1);
    }

    @Test
    void theApplicationAnswersWhileRedisIsDeadAndCachesAgainWhenItIsBack() {
        long id = newProduct("survivor");
        client.get("/products/" + id);

        client.post("/own-redis/kill", "");
        for (int i = 0; i < 20; i++) {
            assertThat(client.get("/products/" + id).json().get("name").asString())
                    .isEqualTo("survivor");
        }
        assertThat(client.put("/products/" + id, product("changed in the dark")).status())
                .isEqualTo(200);
        assertThat(client.get("/products/" + id).json().get("name").asString()).isEqualTo("changed in the dark");
        assertThat(client.get("/actuator/health").status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/actuator/health").body().contains("DEGRADED"));
        assertThat(insight().at("/backend/available").asBoolean()).isFalse();

        client.post("/own-redis/start", "");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> insight().at("/backend/available").asBoolean());
        double hits = hits("products");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            client.get("/products/" + id);
            return hits("products") > hits;
        });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !client.get("/actuator/health").body().contains("DEGRADED"));
    }

    @Test
    void insightTellsWhatTheCacheDoes() {
        long id = newProduct("watched");
        client.get("/products/" + id);
        client.get("/products/" + id);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> !insight().at("/backend/servers/0/server").isMissingNode());
        JsonNode backend = insight().get("backend");
        assertThat(backend.at("/servers/0/server").asString()).startsWith("redis 7.");
        assertThat(backend.at("/servers/0/evictionPolicy").asString()).isEqualTo("allkeys-lru");
        assertThat(backend.at("/servers/0/memory/maxBytes").asLong()).isEqualTo(64L * 1024 * 1024);
        JsonNode products = insight().at("/caches/products");
        assertThat(products.get("hits").asLong()).isPositive();
        assertThat(products.at("/settings/ttl").asString()).isEqualTo("PT10M");
        assertThat(client.get("/actuator/cacheinsight/nobody").status()).isEqualTo(404);
    }

    @Test
    void prometheusScrapesTheMetersOfTheCaches() {
        long id = newProduct("measured");
        client.get("/products/" + id);
        client.get("/products/" + id);

        String scraped = client.get("/actuator/prometheus").body();

        assertThat(scraped)
                .contains("cache_gets_total{")
                .contains("name=\"products\"")
                .contains("cache_starter_");
    }

    private long newProduct(String name) {
        long id = NEXT_PRODUCT.getAndIncrement();
        assertThat(client.put("/products/" + id, product(name)).status()).isEqualTo(201);
        return id;
    }

    private static String product(String name) {
        return "{\"name\":\"" + name + "\",\"category\":\"test\",\"price\":9.99}";
    }

    private static void assertProblem(Answer answer, int status, String reason) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asString()).contains(reason);
    }

    private static <T> List<T> atOnce(int threads, Callable<T> call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private int count(String table) {
        Integer rows = database.queryForObject("SELECT COUNT(*) FROM " + table, Integer.class);
        return rows == null ? 0 : rows;
    }

    private int free(long workshop) {
        return client.get("/workshops/" + workshop + "/availability")
                .json()
                .get("free")
                .asInt();
    }

    private JsonNode insight() {
        return client.get("/actuator/cacheinsight").json();
    }

    private double loads(String cache) {
        return insight().at("/caches/" + cache + "/loads").asDouble();
    }

    private double hits(String cache) {
        return insight().at("/caches/" + cache + "/hits").asDouble();
    }
}
