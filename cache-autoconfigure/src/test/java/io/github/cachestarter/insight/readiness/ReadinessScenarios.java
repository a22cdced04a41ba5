package io.github.cachestarter.insight.readiness;

import static io.github.cachestarter.insight.readiness.ReadinessStatus.FAIL;
import static io.github.cachestarter.insight.readiness.ReadinessStatus.PASS;
import static io.github.cachestarter.insight.readiness.ReadinessStatus.UNKNOWN;
import static io.github.cachestarter.insight.readiness.ReadinessStatus.WARN;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.LoadLimitSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.ReplicaSettings;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.FakeBackend;
import io.github.cachestarter.insight.MemoryNeed;
import io.github.cachestarter.insight.ServerSample;
import io.github.cachestarter.insight.ServerSample.Estimate;
import io.github.cachestarter.insight.ServerSample.Ttl;
import io.github.cachestarter.insight.ServerSnapshot;
import io.github.cachestarter.insight.Sizing.WorkingSet;
import io.github.cachestarter.insight.WarmUpResult;
import io.github.cachestarter.insight.readiness.AmbientInput.InKey;
import io.github.cachestarter.insight.readiness.AmbientInput.Kind;
import io.github.cachestarter.insight.readiness.CacheFacts.Recorded;
import io.github.cachestarter.insight.readiness.MethodFacts.Access;
import io.github.cachestarter.redis.RedisSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** For every check the facts under which it passes, and those under which it does not. */
public final class ReadinessScenarios {

    private static final String SERVER = "redis.example:6379";

    private final List<Scenario> all = new ArrayList<>();

    private ReadinessScenarios() {}

    /**
     * Facts and what the audit says of them.
     *
     * @param cache the cache whose item it is; empty for the application's
     * @param evidence a part of what was found
     */
    public record Scenario(
            ReadinessCheck check, ReadinessStatus status, String evidence, ReadinessFacts facts, String cache) {

        @Override
        public String toString() {
            return check.id() + " " + status + ": " + evidence;
        }
    }

    /** Facts under which nothing is wrong and everything is known. */
    public static ReadinessFacts good() {
        return new Facts().build();
    }

    /** All of them. */
    public static List<Scenario> all() {
        ReadinessScenarios scenarios = new ReadinessScenarios();
        scenarios.ofMethods();
        scenarios.ofScope();
        scenarios.ofSettings();
        scenarios.ofSizes();
        scenarios.ofServers();
        scenarios.ofConnection();
        return scenarios.all;
    }

    private void ofMethods() {
        add(ReadinessCheck.PATTERN, PASS, "Cache-aside: read by Shop.find, evicted by Shop.save", facts -> {});
        add(ReadinessCheck.PATTERN, WARN, "has no settings", facts -> facts.findings.add(unconfigured(Severity.INFO)));
        add(ReadinessCheck.PATTERN, FAIL, "has no settings", facts -> facts.findings.add(unconfigured(Severity.ERROR)));
        add(ReadinessCheck.PATTERN, WARN, "read by no annotated method", facts -> facts.methods.remove(0));
        add(ReadinessCheck.PATTERN, UNKNOWN, "No annotated method uses it", facts -> facts.methods.clear());
        add(ReadinessCheck.INVALIDATION, PASS, "Kept in step by Shop.save", facts -> facts.ttl = Duration.ofHours(2));
        add(ReadinessCheck.INVALIDATION, PASS, "live for 1h at most", facts -> {
            facts.ttl = Duration.ofHours(1);
            facts.methods.remove(1);
        });
        add(ReadinessCheck.INVALIDATION, WARN, "live for 2h", ReadinessScenarios::neverEvicted);
        add(ReadinessCheck.INVALIDATION, UNKNOWN, "not every user of the cache", facts -> {
            neverEvicted(facts);
            facts.methodsKnown = false;
        });
        add(ReadinessCheck.INVALIDATION, PASS, "Evicted 1 times", facts -> {
            neverEvicted(facts);
            facts.statistics.evict(1);
        });
        add(ReadinessCheck.STAMPEDE, PASS, "One load per key at a time: Shop.find", facts -> {});
        add(ReadinessCheck.STAMPEDE, WARN, "runs the method: Shop.find", facts -> facts.singleFlight = false);
        add(ReadinessCheck.STAMPEDE, WARN, "Several annotations or caches", facts -> facts.methods.set(0, combined()));
        add(ReadinessCheck.SENSITIVE_DATA, PASS, "Neither names nor annotations", facts -> {});
        add(ReadinessCheck.SENSITIVE_DATA, PASS, "entries live for 1m at most", facts -> {
            facts.sensitive = true;
            facts.ttl = Duration.ofMinutes(1);
        });
        add(ReadinessCheck.SENSITIVE_DATA, FAIL, "Listed in", facts -> facts.sensitive = true);
        add(
                ReadinessCheck.SENSITIVE_DATA,
                WARN,
                "'price' in Shop.priceOf",
                facts -> facts.methods.add(read("Shop.priceOf", List.of())));
        add(
                ReadinessCheck.SENSITIVE_DATA,
                WARN,
                "@PreAuthorize on Shop.find",
                facts -> facts.methods.set(
                        0,
                        new MethodFacts(
                                "Shop.find", Access.READ, false, true, "Product", List.of("PreAuthorize"), List.of())));
        add(ReadinessCheck.SENSITIVE_DATA, PASS, "every key holds who is asking", facts -> {
            facts.sensitive = true;
            facts.methods.set(0, read("Shop.find", input(Kind.USER, InKey.YES)));
        });
    }

    private void ofScope() {
        add(ReadinessCheck.KEY_SCOPE, PASS, "Nothing that these methods", facts -> {});
        add(
                ReadinessCheck.KEY_SCOPE,
                PASS,
                "Nothing that these methods",
                facts -> facts.methods.set(0, read("Shop.find", input(Kind.LOCALE, InKey.YES))));
        add(
                ReadinessCheck.KEY_SCOPE,
                FAIL,
                "Shop.find reads who is asking",
                facts -> facts.methods.set(0, read("Shop.find", input(Kind.USER, InKey.NO))));
        add(
                ReadinessCheck.KEY_SCOPE,
                WARN,
                "Shop.find reads the caller's language",
                facts -> facts.methods.set(0, read("Shop.find", input(Kind.LOCALE, InKey.NO))));
        add(
                ReadinessCheck.KEY_SCOPE,
                UNKNOWN,
                "a key generator",
                facts -> facts.methods.set(0, read("Shop.find", input(Kind.REQUEST, InKey.UNKNOWN))));
        add(ReadinessCheck.KEY_SCOPE, UNKNOWN, "keys are made by hand", facts -> facts.methods.clear());
    }

    private void ofSettings() {
        add(ReadinessCheck.COLD_START, PASS, "before the application is ready", facts -> {});
        add(ReadinessCheck.COLD_START, PASS, "wanted 5 keys, found 3 and loaded 1 of them, 1 failed", facts -> {
            facts.warmedUp = new CacheFacts.WarmUp(Recorded.YES, Optional.of(new WarmUpResult.Keys(5, 3, 1, 1)));
        });
        add(ReadinessCheck.COLD_START, PASS, "found 2", facts -> {
            facts.warmedUp = new CacheFacts.WarmUp(Recorded.SECRETS, Optional.of(new WarmUpResult.Keys(2, 2, 0, 0)));
        });
        add(ReadinessCheck.COLD_START, WARN, "seem to be secrets", facts -> {
            facts.warmedUp = new CacheFacts.WarmUp(Recorded.SECRETS, Optional.of(new WarmUpResult.Keys(0, 0, 0, 0)));
        });
        add(ReadinessCheck.COLD_START, WARN, "Nothing of it is warmed", facts -> {
            facts.warmedUp = new CacheFacts.WarmUp(Recorded.NO, Optional.empty());
        });
        add(ReadinessCheck.COLD_START, PASS, "loaded 1 of them", facts -> {
            facts.warmedUp = new CacheFacts.WarmUp(Recorded.NO, Optional.of(new WarmUpResult.Keys(1, 0, 1, 0)));
        });
        add(ReadinessCheck.COLD_START, WARN, "not configured", facts -> facts.warmUp = false);
        add(ReadinessCheck.COLD_START, WARN, "Loads are not limited", facts -> facts.loadLimit = LoadLimitSettings.OFF);
        add(ReadinessCheck.EXPIRY, PASS, "10m, never more than 24h, jitter 10%", facts -> {});
        add(ReadinessCheck.EXPIRY, WARN, "Without jitter", facts -> facts.jitter = 0);
        add(ReadinessCheck.CODEC, PASS, "json", facts -> {});
        add(ReadinessCheck.CODEC, PASS, "1 allowed classes", facts -> {
            facts.codec = "java";
            facts.javaAllow = List.of("com.acme.Order");
        });
        add(ReadinessCheck.CODEC, WARN, "com.acme.**", facts -> {
            facts.codec = "java";
            facts.javaAllow = List.of("com.acme.**");
        });
        add(ReadinessCheck.CODEC, UNKNOWN, "own codec 'mine'", facts -> facts.codec = "mine");
        add(ReadinessCheck.REFUSED_VALUES, PASS, "No value was refused", facts -> {});
        add(
                ReadinessCheck.REFUSED_VALUES,
                WARN,
                "1 values were kept out of Redis because of Order.lines",
                facts ->
                        facts.statistics.valueRefused(new RefusedValueException("Order.lines", "is lazy", "fetch it")));
    }

    private void ofSizes() {
        add(ReadinessCheck.EXPIRY, PASS, "jitter 10%", facts -> facts.sample = Optional.of(sample(0)));
        add(
                ReadinessCheck.EXPIRY,
                WARN,
                "About 12 of its keys in Redis have no time-to-live",
                facts -> facts.sample = Optional.of(sample(12.4)));
        add(ReadinessCheck.EXPIRY, WARN, "About 1 of its keys", facts -> facts.sample = Optional.of(sample(0.2)));
        add(ReadinessCheck.LOCAL_SIZE, PASS, "the last 1h is 900 entries, there is room for 10000", facts -> {});
        add(ReadinessCheck.LOCAL_SIZE, WARN, "20000 entries", facts -> facts.workingSet = read(20_000, 1L, 60));
        add(ReadinessCheck.LOCAL_SIZE, UNKNOWN, "the last 59m", facts -> facts.workingSet = read(900, 1L, 59 * 60));
        add(ReadinessCheck.LOCAL_SIZE, UNKNOWN, "not measured", facts -> facts.workingSet = Optional.empty());
        add(ReadinessCheck.LOCAL_SIZE, PASS, "5000 bytes, there is room for 6000", facts -> {
            facts.maxWeight = OptionalLong.of(6_000);
            facts.workingSet = read(10_001, 5_000L, 3_600);
        });
        add(ReadinessCheck.LOCAL_SIZE, WARN, "7000 bytes, there is room for 6000", facts -> {
            facts.maxWeight = OptionalLong.of(6_000);
            facts.workingSet = read(2, 7_000L, 3_600);
        });
        add(ReadinessCheck.LOCAL_SIZE, UNKNOWN, "their size is not known", facts -> {
            facts.maxWeight = OptionalLong.of(6_000);
            facts.workingSet = read(2, null, 3_600);
        });
        add(ReadinessCheck.MEMORY_LIMIT, PASS, "of 1 caches needs 512 bytes, 50% of what there is", facts -> {});
        add(
                ReadinessCheck.MEMORY_LIMIT,
                WARN,
                "needs 4096 bytes, 400% of what there is",
                facts -> facts.memoryNeed = new MemoryNeed(1, 4096, 1024L, 4.0));
        add(
                ReadinessCheck.MEMORY_LIMIT,
                PASS,
                "50% of 1024 bytes are used",
                facts -> facts.memoryNeed = new MemoryNeed(0, 0, 1024L, 0.0));
    }

    private void ofServers() {
        add(ReadinessCheck.EVICTION_POLICY, PASS, "allkeys-lru", facts -> {});
        add(
                ReadinessCheck.EVICTION_POLICY,
                WARN,
                "every write fails",
                facts -> facts.findings.add(finding(Severity.WARN, "noeviction", SERVER, "every write fails")));
        add(ReadinessCheck.EVICTION_POLICY, UNKNOWN, "switched off", facts -> facts.serverChecked = false);
        add(ReadinessCheck.EVICTION_POLICY, UNKNOWN, "No server has answered", facts -> facts.servers.clear());
        add(ReadinessCheck.MEMORY_LIMIT, PASS, "50% of 1024 bytes", facts -> {});
        add(
                ReadinessCheck.MEMORY_LIMIT,
                WARN,
                "grows until",
                facts -> facts.findings.add(finding(Severity.WARN, "no-maxmemory", SERVER, "the server grows until")));
        add(ReadinessCheck.MEMORY_LIMIT, WARN, "90% of 1000 bytes", facts -> facts.servers.set(0, server(900, 1000)));
        add(
                ReadinessCheck.MEMORY_LIMIT,
                UNKNOWN,
                "does not tell its memory",
                facts -> facts.servers.set(
                        0, new ServerSnapshot(SERVER, null, null, null, null, null, null, null, null, null)));
    }

    private void ofConnection() {
        add(ReadinessCheck.CONSISTENCY, PASS, "One server", facts -> {});
        add(
                ReadinessCheck.CONSISTENCY,
                WARN,
                "Nothing waits for a replica in 'products'",
                facts -> facts.redis = setup(false, true, true, true));
        add(ReadinessCheck.CONSISTENCY, PASS, "every change waits for replicas", facts -> {
            facts.redis = setup(false, true, true, true);
            facts.replicas = 1;
        });
        add(ReadinessCheck.CONSISTENCY, WARN, "changes of 'products' were not known to have reached", facts -> {
            facts.replicas = 1;
            facts.statistics.error(
                    CacheListener.Operation.EVICT,
                    new RemoteException(RemoteException.Reason.NOT_REPLICATED, "too few", null));
        });
        add(ReadinessCheck.CONSISTENCY, UNKNOWN, "none hears of another's change", facts -> facts.redis = null);
        add(ReadinessCheck.ENCRYPTION, PASS, "TLS", facts -> {});
        add(ReadinessCheck.ENCRYPTION, PASS, "on this machine", facts -> facts.redis = setup(true, false, true, false));
        add(ReadinessCheck.ENCRYPTION, WARN, "no TLS", facts -> facts.redis = setup(false, false, true, false));
        add(ReadinessCheck.AUTHENTICATION, PASS, "with a login", facts -> {});
        add(
                ReadinessCheck.AUTHENTICATION,
                WARN,
                "on this machine",
                facts -> facts.redis = setup(true, true, false, false));
        add(ReadinessCheck.AUTHENTICATION, FAIL, "no login", facts -> facts.redis = setup(false, true, false, false));
        add(
                ReadinessCheck.MONITORING,
                PASS,
                "PrometheusMeterRegistry; the endpoint cacheinsight is exposed",
                facts -> {});
        add(ReadinessCheck.MONITORING, WARN, "No registry keeps", facts -> facts.registries = List.of());
        add(ReadinessCheck.MONITORING, WARN, "not exposed", facts -> facts.insight = false);
    }

    private static void neverEvicted(Facts facts) {
        facts.ttl = Duration.ofHours(2);
        facts.methods.remove(1);
    }

    private static MethodFacts combined() {
        return new MethodFacts("Shop.find", Access.READ, false, false, "Product", List.of(), List.of());
    }

    private static List<AmbientInput> input(Kind kind, InKey inKey) {
        return List.of(new AmbientInput(kind, "somewhere", inKey));
    }

    private static MethodFacts read(String name, List<AmbientInput> ambient) {
        return new MethodFacts(name, Access.READ, false, true, "Product", List.of(), ambient);
    }

    private static Optional<WorkingSet> read(long entries, @Nullable Long bytes, long seconds) {
        return Optional.of(new WorkingSet(seconds, entries, bytes == null ? null : bytes / entries, bytes, 100, 1));
    }

    private static ServerSample sample(double withoutTtl) {
        Estimate some = new Estimate(100, 90, 110);
        Ttl ttl = new Ttl(new Estimate(withoutTtl, 0, 50), List.of());
        return new ServerSample(100, some, some, some, 1, ttl);
    }

    private static Finding unconfigured(Severity severity) {
        return finding(severity, "cache-unconfigured", "products", "It has no settings");
    }

    private static Finding finding(Severity severity, String code, String subject, String message) {
        return new Finding(severity, code, subject, message, "Set it.");
    }

    private static RedisSetup setup(boolean here, boolean encrypted, boolean login, boolean failover) {
        return new RedisSetup(SERVER, here, encrypted, login, failover);
    }

    private static ServerSnapshot server(long used, long max) {
        ServerSnapshot full = FakeBackend.server(SERVER);
        return new ServerSnapshot(
                SERVER,
                full.server(),
                full.role(),
                full.evictionPolicy(),
                new ServerSnapshot.Memory(used, max, (double) used / max, 1.0),
                full.evictedKeys(),
                full.evictionsPerSecond(),
                full.expiredKeys(),
                full.keys(),
                full.connectedClients());
    }

    private void add(ReadinessCheck check, ReadinessStatus status, String evidence, Consumer<Facts> change) {
        Facts facts = new Facts();
        change.accept(facts);
        all.add(new Scenario(check, status, evidence, facts.build(), check.perCache() ? "products" : ""));
    }

    /** Good ones, until somebody changes them. */
    private static final class Facts {

        private final List<MethodFacts> methods = new ArrayList<>(List.of(
                read("Shop.find", List.of()),
                new MethodFacts("Shop.save", Access.EVICT, false, false, "", List.of(), List.of())));
        private final CacheStatistics statistics = new CacheStatistics("products");
        private final List<Finding> findings = new ArrayList<>();
        private final List<ServerSnapshot> servers = new ArrayList<>(List.of(server(512, 1024)));
        private RedisSetup redis = setup(false, true, true, false);
        private Duration ttl = Duration.ofMinutes(10);
        private double jitter = 0.1;
        private boolean singleFlight = true;
        private LoadLimitSettings loadLimit = new LoadLimitSettings(64, Duration.ofSeconds(5));
        private String codec = "json";
        private List<String> javaAllow = List.of();
        private boolean sensitive;
        private boolean serverChecked = true;
        private boolean methodsKnown = true;
        private List<String> registries = List.of("PrometheusMeterRegistry");
        private boolean insight = true;
        private boolean warmUp = true;
        private CacheFacts.WarmUp warmedUp = new CacheFacts.WarmUp(Recorded.YES, Optional.empty());
        private Optional<WorkingSet> workingSet = read(900, 90_000L, 3_600);
        private Optional<ServerSample> sample = Optional.empty();
        private OptionalLong maxWeight = OptionalLong.empty();
        private MemoryNeed memoryNeed = new MemoryNeed(1, 512, 1024L, 0.5);
        private int replicas;

        ReadinessFacts build() {
            ApplicationFacts application = new ApplicationFacts(
                    redis,
                    serverChecked,
                    servers,
                    memoryNeed,
                    findings,
                    methodsKnown,
                    javaAllow,
                    new ApplicationFacts.Watching(registries, insight),
                    warmUp);
            CacheFacts cache =
                    new CacheFacts(settings(), methods, statistics.snapshot(), sensitive, workingSet, sample, warmedUp);
            return new ReadinessFacts(application, List.of(cache), Set.of());
        }

        private CacheSettings settings() {
            return new CacheSettings(
                    "products",
                    true,
                    "1",
                    new TtlSettings(ttl, Duration.ofHours(24), jitter, Optional.empty()),
                    new ValueSettings(codec, Optional.empty(), 1 << 20, 10 << 10),
                    new LoadSettings(singleFlight, Duration.ofSeconds(3), Duration.ofSeconds(5)),
                    local(),
                    loadLimit,
                    OnEvictFailure.REPAIR,
                    new ReplicaSettings(replicas, Duration.ofMillis(100)));
        }

        private LocalSettings local() {
            LocalSettings plain = LocalSettings.DEFAULTS;
            return new LocalSettings(
                    plain.enabled(), plain.maxEntries(), maxWeight, plain.ttl(), plain.share(), plain.outageTtl());
        }
    }
}
