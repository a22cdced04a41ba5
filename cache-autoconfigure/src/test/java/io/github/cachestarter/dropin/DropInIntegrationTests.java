package io.github.cachestarter.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Finding;
import io.github.cachestarter.dropin.clinic.Call;
import io.github.cachestarter.dropin.clinic.Call.Kept;
import io.github.cachestarter.dropin.clinic.Calls;
import io.github.cachestarter.dropin.clinic.Clinics;
import io.github.cachestarter.dropin.clinic.Outcome;
import io.github.cachestarter.dropin.clinic.SecondJvm;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.testing.RedisServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Somebody's application gets the dependency and nothing else. Each of its cached methods is called twice with Spring's
 * own cache in memory, twice with ours (a miss and a hit in memory), once by an instance without memory (a hit in Redis), and
 * in a second JVM: every call gives what Spring's would give.
 */
class DropInIntegrationTests {

    private static final Map<String, Calling> CALLINGS = new LinkedHashMap<>();
    private static final Map<String, String[]> ELSEWHERE = new LinkedHashMap<>();
    private static final List<Finding> FINDINGS = new ArrayList<>();

    private static RedisServerProcess redis;
    private static Server database;
    private static ConfigurableApplicationContext context;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void call() throws Exception {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        String url = "jdbc:h2:mem:clinic;DB_CLOSE_DELAY=-1";
        database = Server.createTcpServer("-tcpPort", "0").start();
        context = Clinics.start(List.of(
                "spring.datasource.url=" + url,
                "spring.data.redis.port=" + redis.port(),
                "spring.jpa.hibernate.ddl-auto=create",
                "clinic.fill=true"));
        awaitMemory();
        try (ConfigurableApplicationContext stock =
                        Clinics.start(List.of("spring.datasource.url=" + url, "spring.cache.type=simple"));
                ConfigurableApplicationContext remote = Clinics.start(List.of(
                        "spring.datasource.url=" + url,
                        "spring.data.redis.port=" + redis.port(),
                        "cache-starter.mode=remote"))) {
            Calls.all()
                    .forEach(call -> CALLINGS.put(
                            call.name(),
                            new Calling(
                                    call.run(context),
                                    call.run(context),
                                    call.run(remote),
                                    call.run(stock),
                                    call.run(stock))));
        }
        FINDINGS.addAll(context.getBean(FindingsRegister.class).current());
        callElsewhere();
    }

    /** Until a second read of each cache is answered from memory. */
    private static void awaitMemory() {
        CacheManager caches = context.getBean(CacheManager.class);
        List.of("hand", "read-by-type").forEach(caches::getCache);
        caches.getCacheNames()
                .forEach(name -> await().atMost(Duration.ofSeconds(60)).until(() -> {
                    caches.getCache(name).put("probe", "x");
                    CacheStatistics statistics =
                            context.getBean(CacheInsight.class).forCache(name);
                    long before = statistics.localHits();
                    caches.getCache(name).get("probe");
                    return statistics.localHits() > before;
                }));
    }

    @AfterAll
    static void stop() {
        if (context != null) {
            context.close();
        }
        if (database != null) {
            database.stop();
        }
        if (redis != null) {
            redis.close();
        }
    }

    private static void callElsewhere() throws IOException, InterruptedException {
        Path output = directory.resolve("second-jvm.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondJvm.class.getName(),
                        "spring.datasource.url=jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:clinic",
                        "spring.data.redis.port=" + redis.port())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(() -> read(output)).isZero();
        read(output).lines().filter(line -> line.startsWith(SecondJvm.LINE)).forEach(line -> {
            String[] parts = line.substring(SecondJvm.LINE.length()).split("\t", -1);
            ELSEWHERE.put(parts[0], parts);
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ex) {
            return ex.toString();
        }
    }

    static Stream<Call> calls() {
        return Calls.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void a_call_gives_what_springs_own_cache_gives(Call call) {
        Calling calling = CALLINGS.get(call.name());

        assertThat(calling.stockFirst.differenceTo(calling.first))
                .as("%s: first call", call)
                .isEmpty();
        assertThat(calling.stockSecond.differenceTo(calling.second))
                .as("%s: second call", call)
                .isEmpty();
        assertThat(calling.first.differenceTo(calling.second))
                .as("%s: miss and hit in memory", call)
                .isEmpty();
        assertThat(calling.first.differenceTo(calling.remote))
                .as("%s: miss and hit in Redis", call)
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void the_second_call_is_a_hit_in_memory_and_one_elsewhere_is_a_hit_in_redis_unless_the_value_cannot_be_kept(
            Call call) {
        Calling calling = CALLINGS.get(call.name());

        switch (call.kept()) {
            case STORED, LEARNED -> {
                assertThat(calling.first.loads())
                        .as("%s: loads of the first call", call)
                        .isPositive();
                assertThat(calling.stockSecond.loads())
                        .as("%s: loads of the second call with Spring's cache", call)
                        .isZero();
                assertThat(calling.second.loads())
                        .as("%s: loads of the second call", call)
                        .isZero();
                if (call.kept() == Kept.STORED) {
                    assertThat(calling.remote.loads())
                            .as("%s: loads of a call without memory", call)
                            .isZero();
                }
            }
            case REFUSED -> {
                assertThat(calling.second.loads())
                        .as("%s: loads of the second call, from memory", call)
                        .isZero();
                assertThat(calling.remote.loads())
                        .as("%s: loads of a call without memory; one that reads twice loads twice", call)
                        .isGreaterThanOrEqualTo(calling.first.loads());
            }
            case NEVER -> {}
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void another_jvm_gets_the_same(Call call) {
        String[] line = ELSEWHERE.get(call.name());

        assertThat(line[2]).as("%s: hit and miss", call).isEmpty();
        if (call.kept() == Kept.STORED) {
            assertThat(line[1]).as("%s: loads of its first call", call).isEqualTo("0");
        }
        if (call.kept() == Kept.LEARNED) {
            assertThat(line[3]).as("%s: loads of its second call", call).isEqualTo("0");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void a_value_that_is_not_kept_has_a_finding_with_a_remedy(Call call) {
        assumeThat(call.kept()).isEqualTo(Kept.REFUSED);

        assertThat(FINDINGS).as("%s: %s", call, call.where()).anySatisfy(finding -> {
            assertThat(finding.subject()).contains(call.where());
            assertThat(finding.code()).isEqualTo("value-refused");
            assertThat(finding.action()).isNotBlank();
        });
    }

    private record Calling(Outcome first, Outcome second, Outcome remote, Outcome stockFirst, Outcome stockSecond) {}
}
