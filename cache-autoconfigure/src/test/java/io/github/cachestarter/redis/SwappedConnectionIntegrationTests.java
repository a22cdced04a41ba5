package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.redis.Replicas.Confirmation;
import io.github.cachestarter.testing.RedisServerProcess;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection is replaced while the one before, and the server behind it, are as alive as ever. */
class SwappedConnectionIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final RedisSettings SETTINGS =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final byte[] KEY = "shop:1:products:a".getBytes(UTF_8);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Timer timer = Timer.on(executor);
    private final Calls calls = new Calls(System::nanoTime, timer);
    private final Primaries primaries = new Primaries(
            Duration.ofSeconds(30), timer, System::nanoTime, () -> 0.5, AvailabilityListener.NO_OP, PrimaryWatch.NO_OP);
    private final Identities identities =
            new Identities(Duration.ofSeconds(30), System::nanoTime, new Trials(SETTINGS, primaries, calls, false));

    private RedisServerProcess old;
    private RedisServerProcess next;
    private RedisServerProcess replica;
    private Client client;
    private Primary primary;
    private ReplicaWaits waits;

    @BeforeEach
    void start() {
        old = RedisServerProcess.start();
        next = RedisServerProcess.start("--repl-diskless-sync-delay", "0");
        replica = RedisServerProcess.start("--replicaof", next.host() + " " + next.port());
        await().atMost(LONG_ENOUGH)
                .until(() -> "up".equals(replica.admin().info("replication").get("master_link_status")));
    }

    @AfterEach
    void stop() {
        waits.close();
        primary.close();
        client.close();
        executor.shutdownNow();
        replica.close();
        next.close();
        old.close();
    }

    @Test
    void whatTheServerBeforeAcknowledgedIsNotConfirmedByTheReplicasOfTheNext() {
        connect(old, next);
        Confirmation change = waits.of("shop", 1, LONG_ENOUGH).before(KEY);
        Link before = primary.link();
        primary.connector().refresh().join();
        assertThat(before.isOpen()).as("it is closed a second later").isTrue();

        assertThat(catchThrowableOfType(
                        RemoteException.class, () -> change.acknowledged().await()))
                .hasMessageContaining("was lost");
    }

    @Test
    void aNewConnectionToTheSameServerConfirmsWhatTheOneBeforeAcknowledged() {
        connect(next, next);
        Confirmation change = waits.of("shop", 1, LONG_ENOUGH).before(KEY);
        primary.connector().refresh().join();

        assertThat(change.acknowledged().await()).isTrue();
    }

    @Test
    void listenersHearWhenCommandsGoThroughTheNewConnectionAndNotBefore() {
        List<String> heard = new CopyOnWriteArrayList<>();
        connect(old, next);
        identities.add(new PrimaryChangeListener() {
            @Override
            public CompletionStage<?> beforeUse(PrimaryChange change) {
                heard.add("before " + primary.link().address());
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void inUse(PrimaryChange change) {
                heard.add("in use " + primary.link().address());
            }
        });
        String first = primary.link().address();
        primary.connector().refresh().join();

        assertThat(heard).containsExactly("before " + first, "in use " + address(next));
        assertThat(first).isEqualTo(address(old));
    }

    private static String address(RedisServerProcess server) {
        return RedisURI.create(server.url()).getHost() + ":" + server.port();
    }

    /** Opens connections to these servers in turn; the first stands when this returns. */
    private void connect(RedisServerProcess... servers) {
        List<RedisURI> uris = new ArrayList<>();
        for (RedisServerProcess server : servers) {
            uris.add(RedisURI.create(server.url()));
        }
        client = new Client(new LettuceOptions(RedisTarget.single(uris.get(0)), SETTINGS));
        primary = primaries.create(
                "",
                new SingleLinks(client, uris),
                link -> link.commands().ping(),
                link -> identities.beforeUse(Place.ONLY, link));
        waits = new ReplicaWaits(client, new Route.Single(primary, false), calls);
        primary.connector().refresh().join();
    }
}
