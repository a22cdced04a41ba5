package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.testing.RedisServerProcess;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The documented user of a cache, on a real server. */
class AccessRulesIntegrationTests {

    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));
    private static final Pattern FENCE = Pattern.compile("```\\s+(ACL SETUSER [^`]+)```");
    private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('([A-Z]+)'");
    private static final byte[] KEY = bytes("shop:key");
    private static final byte[] TOKEN = bytes("0123456789abcdef");
    private static final byte[] TTL = bytes("60000");
    private static final byte[] ENTRY = bytes("V00012345678value");
    private static final byte[] CHANNEL = bytes("shop:news");

    private final List<String> rules = documentedRules();

    private RedisServerProcess redis;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void theDocumentedUserMayDoEverythingThatACacheDoes() {
        redis.admin().command(rules.toArray(String[]::new));
        try (RedisAccess access = asShop("")) {
            RedisGateway gateway = access.gateway();
            runEveryScript(gateway);
            gateway.get(KEY).await();
            redis.admin().command("SET", "shop:other", "x");
            assertThat(gateway.unlink(Sweep.all(bytes("shop:*"))).await()).isPositive();
            assertThat(gateway.serverTimeMicros(KEY).await()).isPositive();
            assertThat(access.look().join()).isNotEmpty();
        }
        assertNothingButConfigWasDenied();
    }

    @Test
    void theDocumentedUserMayUseAnotherDatabaseAndAskForTheRole() {
        redis.admin().command(rules.toArray(String[]::new));
        try (RedisAccess access = asShop("/2")) {
            access.gateway().get(KEY).await();
        }
        RedisTarget group = new RedisTarget(
                RedisTarget.Kind.REPLICATED,
                RedisTarget.single(RedisURI.create(url(""))).uris(),
                ClientOptions.create(),
                null);
        try (RedisAccess access = RedisAccess.open(group, PATIENT, AvailabilityListener.NO_OP)) {
            assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
        }
        assertNothingButConfigWasDenied();
    }

    @Test
    void theDocumentedLineNamesEveryCommandOfEveryScript() {
        List<String> named = Stream.of(Script.values())
                .flatMap(script -> CALL.matcher(script.source()).results())
                .map(call -> "+" + call.group(1).toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        assertThat(named).contains("+set", "+strlen");
        assertThat(rules).containsAll(named);
    }

    @Test
    void aCommandThatIsDeniedWithinAScriptIsDenied() {
        redis.admin().command(rules.toArray(String[]::new));
        redis.admin().command("ACL", "SETUSER", "shop", "-set");
        try (RedisAccess access = asShop("")) {
            assertThatExceptionOfType(RemoteException.class)
                    .isThrownBy(() -> access.gateway()
                            .run(Script.ACQUIRE, KEY, TOKEN, TTL, new byte[8])
                            .await())
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.DENIED));
        }
    }

    /** In an order that leads each one to its writes: a load, a put under a claim, twice claimed, taken back. */
    private static void runEveryScript(RedisGateway gateway) {
        byte[] message = bytes("message");
        gateway.run(Script.ACQUIRE, KEY, TOKEN, TTL, new byte[8]).await();
        gateway.run(Script.ACQUIRE, KEY, bytes("fedcba9876543210"), TTL, new byte[8])
                .await();
        assertThat(gateway.run(Script.RENEW, KEY, TOKEN, TTL).await()).isEqualTo(1L);
        assertThat(gateway.run(Script.STORE, KEY, TOKEN, TTL, ENTRY, CHANNEL, message)
                        .await())
                .isEqualTo(1L);
        for (Script end : List.of(Script.RELEASE, Script.PUT)) {
            assertThat(gateway.run(Script.CLAIM, KEY, TOKEN, TTL).await()).isEqualTo(1L);
            assertThat(gateway.run(Script.CLAIM, KEY, TOKEN, TTL).await()).isEqualTo(1L);
            assertThat(gateway.run(Script.RENEW, KEY, TOKEN, TTL).await()).isEqualTo(1L);
            Object done = end == Script.PUT
                    ? gateway.run(end, KEY, TOKEN, TTL, ENTRY, CHANNEL, message).await()
                    : gateway.run(end, KEY, TOKEN, CHANNEL, message, new byte[] {'0'})
                            .await();
            assertThat(done).isEqualTo(1L);
        }
        byte[] late = bytes("9000000000000000");
        assertThat(gateway.run(Script.PUT_DIRECT, KEY, late, TTL, ENTRY, CHANNEL, message)
                        .await())
                .isEqualTo(1L);
        assertThat(gateway.run(Script.OUTDATE, KEY, CHANNEL, message).await()).isEqualTo(1L);
        assertThat(gateway.run(Script.REFRESH, KEY, TOKEN, TTL, Arrays.copyOfRange(ENTRY, 4, 12), TTL)
                        .await())
                .isEqualTo(-1L);
        assertThat(gateway.run(Script.OUTDATE, KEY, CHANNEL, message).await()).isEqualTo(0L);
        assertThat(gateway.run(Script.PUT_DIRECT, KEY, late, TTL, ENTRY, CHANNEL, message)
                        .await())
                .isEqualTo(1L);
        assertThat(gateway.run(Script.EVICT, KEY, CHANNEL, message).await()).isEqualTo(1L);
        byte[] zero = bytes("0");
        for (String marked : List.of("", "t:a", "t:b", "s:9000", "s:9999", "t:c", "t:d", "clear")) {
            gateway.run(
                            Script.MARKERS,
                            bytes("shop:%markers:things"),
                            bytes(marked),
                            zero,
                            zero,
                            TTL,
                            bytes("3"),
                            CHANNEL,
                            message,
                            new byte[0])
                    .await();
        }
        byte[] hot = bytes("shop:%hot:things");
        gateway.run(Script.RECORD_HOT_KEYS, hot, TTL, TTL, bytes("1"), bytes("2.0"), KEY)
                .await();
        gateway.run(Script.RECORD_HOT_KEYS, hot, TTL, TTL, bytes("1"), bytes("2.0"), KEY)
                .await();
        assertThat((List<?>) gateway.run(Script.HOT_KEYS, hot, bytes("1")).await())
                .hasSize(1);
    }

    /** What the documentation calls optional may be denied; the commands at the begin of a connection count too. */
    private void assertNothingButConfigWasDenied() {
        String log = String.valueOf(redis.admin().command("ACL", "LOG"));
        Matcher objects = Pattern.compile("object, ([^,]+),").matcher(log);
        assertThat(objects.results().map(found -> found.group(1)))
                .allMatch(object -> object.equals("config|get") || object.equals("client|setinfo"), log);
    }

    private RedisAccess asShop(String path) {
        RedisAccess access = RedisAccess.open(url(path), PATIENT);
        assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
        return access;
    }

    private String url(String path) {
        return "redis://shop:secret@" + redis.host() + ":" + redis.port() + path + "?clientName=shop";
    }

    private static List<String> documentedRules() {
        Matcher line = FENCE.matcher(read(Path.of("..", "docs", "security.md")));
        assertThat(line.find()).isTrue();
        return List.of(line.group(1).trim().split("\\s+"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
