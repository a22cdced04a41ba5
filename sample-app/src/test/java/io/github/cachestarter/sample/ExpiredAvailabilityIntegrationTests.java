package io.github.cachestarter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.sample.SampleClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The morning on which the workshops open: hundreds reload the availability of the same few at the moment at which all of it
 * expires together. Without protection each of them asks the database, which is how four minutes of outage come about.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:expired",
            "cache-starter.caches.workshop-availability.ttl=3s",
            "cache-starter.caches.workshop-availability.ttl-jitter=0.0",
            // The crowd of a busy machine is slow; what counts here is what the database sees.
            "cache-starter.timeouts.connect=10s",
            "cache-starter.timeouts.read=30s",
            "cache-starter.timeouts.write=30s",
            "cache-starter.local.max-staleness=60s",
            "cache-starter.defaults.load.lease=30s",
            "cache-starter.defaults.load.wait-max=60s"
        })
class ExpiredAvailabilityIntegrationTests {

    private static final Duration TTL = Duration.ofSeconds(3);
    private static final int WORKSHOPS = 10;

    @Test
    void hundredsOnExpiredKeysCostTheDatabaseOneQueryPerKey(@LocalServerPort int port, CapturedOutput output)
            throws Exception {
        SampleClient client = new SampleClient(port);
        for (int id = 1; id <= WORKSHOPS; id++) {
            assertThat(client.get(Crowd.path(id)).status()).isEqualTo(200);
        }
        await().pollDelay(TTL).until(() -> true); // nothing of it is left anywhere
        int before = output.getOut().length();

        long began = System.nanoTime();
        List<Answer> answers = Crowd.asks(client, 1, WORKSHOPS);
        long lasted = System.nanoTime() - began;

        assertThat(answers).hasSize(Crowd.USERS).allMatch(answer -> answer.status() == 200);
        // A machine so slow that what was loaded expires before the last of the crowd is served loads it once more.
        long expiries = 1 + lasted / TTL.toNanos();
        Map<String, Long> queries = Crowd.queries(output.getOut().substring(before));
        assertThat(queries).hasSize(WORKSHOPS);
        assertThat(queries.values()).allMatch(count -> count <= expiries);
    }
}
