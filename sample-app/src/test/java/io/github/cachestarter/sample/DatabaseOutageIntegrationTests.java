package io.github.cachestarter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.sample.SampleClient.Answer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The same morning with a database that does not stand it: it fails, or it hangs, and stays so while the users come again and
 * again. The four minutes are shortened to what shows it: a time-to-live and a throttle of seconds.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:outage",
            "cache-starter.caches.workshop-availability.ttl=3s",
            "cache-starter.caches.workshop-availability.ttl-jitter=0.0",
            "cache-starter.caches.workshop-availability.stale.on-error=1h",
            "cache-starter.caches.workshop-availability.stale.throttle=4s",
            "cache-starter.caches.workshop-availability.load.soft-timeout=500ms",
            // The crowd of a busy machine is slow; what counts here is what the database sees.
            "cache-starter.timeouts.read=10s",
            "cache-starter.timeouts.write=10s",
            "cache-starter.defaults.load.wait-max=3m"
        })
class DatabaseOutageIntegrationTests {

    private static final Duration TTL = Duration.ofSeconds(3);
    private static final int WORKSHOPS = 5;
    private static final int WAVES = 4;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private DataSource dataSource;

    @LocalServerPort
    private int port;

    @Test
    void aDatabaseThatFailsIsLeftAloneAndNobodyNotices(CapturedOutput output) throws Exception {
        SampleClient client = new SampleClient(port);
        Set<String> good = readAll(client, 11);
        database.execute("ALTER TABLE workshop RENAME TO workshop_away");
        try {
            await().pollDelay(TTL).until(() -> true); // all of it has expired
            int before = output.getOut().length();
            long began = System.nanoTime();

            for (int wave = 0; wave < WAVES; wave++) {
                assertThat(bodies(Crowd.asks(client, 11, WORKSHOPS))).isEqualTo(good);
            }

            atMostOneQueryInEach(Duration.ofSeconds(4), began, output.getOut().substring(before));
        } finally {
            database.execute("ALTER TABLE workshop_away RENAME TO workshop");
        }
        isFreshAgain(client, 11, output);
    }

    @Test
    void aDatabaseThatHangsHoldsNobodyUpAndIsAskedOnceForEachKey(CapturedOutput output) throws Exception {
        SampleClient client = new SampleClient(port);
        Set<String> good = readAll(client, 21);
        await().pollDelay(TTL).until(() -> true);
        int before = output.getOut().length();
        try (Connection alone = dataSource.getConnection();
                Statement statement = alone.createStatement()) {
            statement.execute("SET EXCLUSIVE 1"); // everybody else waits
            try {
                for (int wave = 0; wave < WAVES; wave++) {
                    assertThat(bodies(Crowd.asks(client, 21, WORKSHOPS))).isEqualTo(good);
                }
                assertThat(Crowd.queries(output.getOut().substring(before)))
                        .as("the loads hang, and no second one begins")
                        .hasSize(WORKSHOPS)
                        .allSatisfy((workshop, count) -> assertThat(count).isEqualTo(1));
            } finally {
                statement.execute("SET EXCLUSIVE 0");
            }
        }
        isFreshAgain(client, 21, output);
    }

    /** The database is back, and has changed meanwhile: the crowd costs it one query per key again. */
    private void isFreshAgain(SampleClient client, int first, CapturedOutput output) throws Exception {
        database.update("UPDATE workshop SET seats = seats + 1000 WHERE id >= ? AND id < ?", first, first + WORKSHOPS);
        await().atMost(SOON).until(() -> allAreNew(client, first));
        await().pollDelay(TTL).until(() -> true);
        int before = output.getOut().length();
        long began = System.nanoTime();

        List<Answer> answers = Crowd.asks(client, first, WORKSHOPS);

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers).allMatch(answer -> free(answer) >= 1_000);
        atMostOneQueryInEach(TTL, began, output.getOut().substring(before));
    }

    private static boolean allAreNew(SampleClient client, int first) {
        return IntStream.range(first, first + WORKSHOPS).allMatch(id -> free(client.get(Crowd.path(id))) >= 1_000);
    }

    /** A machine so slow that the period is over before the last of the crowd is served asks once more in the next. */
    private static void atMostOneQueryInEach(Duration period, long beganNanos, String log) {
        long periods = 1 + (System.nanoTime() - beganNanos) / period.toNanos();
        Map<String, Long> queries = Crowd.queries(log);
        assertThat(queries).hasSize(WORKSHOPS);
        assertThat(queries.values()).allMatch(count -> count <= periods);
    }

    private static Set<String> readAll(SampleClient client, int first) {
        Set<String> bodies = new HashSet<>();
        for (int id = first; id < first + WORKSHOPS; id++) {
            Answer answer = client.get(Crowd.path(id));
            assertThat(answer.status()).isEqualTo(200);
            bodies.add(answer.body());
        }
        return bodies;
    }

    private static Set<String> bodies(List<Answer> answers) {
        assertThat(answers).hasSize(Crowd.USERS).allMatch(answer -> answer.status() == 200);
        Set<String> bodies = new HashSet<>();
        answers.forEach(answer -> bodies.add(answer.body()));
        return bodies;
    }

    private static int free(Answer answer) {
        return answer.json().get("free").asInt();
    }
}
