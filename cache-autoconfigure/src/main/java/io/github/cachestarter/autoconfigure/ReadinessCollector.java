package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.cache.CacheMethods;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.insight.BackendSnapshot;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.insight.SampleOfServers;
import io.github.cachestarter.insight.Sizing;
import io.github.cachestarter.insight.readiness.ApplicationFacts;
import io.github.cachestarter.insight.readiness.CacheFacts;
import io.github.cachestarter.insight.readiness.MethodFacts;
import io.github.cachestarter.insight.readiness.ReadinessFacts;
import io.github.cachestarter.insight.readiness.ReadinessSource;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.ServerCheckMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the readiness audit judges, from those who know it. The application's methods are looked at once, when they
 * are first asked for: they do not change. Thread-safe.
 */
final class ReadinessCollector implements ReadinessSource {

    private final CacheAssembly.Settings settings;
    private final MethodScan scan;
    private final CacheInsight insight;
    private final Supplier<ApplicationFacts.Watching> watching;
    private final Backend backend;
    private @Nullable Map<String, List<MethodFacts>> methods;

    ReadinessCollector(
            CacheAssembly.Settings settings,
            MethodScan scan,
            CacheInsight insight,
            Backend backend,
            Supplier<ApplicationFacts.Watching> watching) {
        this.settings = settings;
        this.scan = scan;
        this.insight = insight;
        this.backend = backend;
        this.watching = watching;
    }

    @Override
    public ReadinessFacts facts() {
        return new ReadinessFacts(
                application(), caches(), settings.starter().readiness().accept());
    }

    private ApplicationFacts application() {
        CacheMethods found = scan.found();
        BackendSnapshot servers = backend.view().current();
        return new ApplicationFacts(
                backend.redis() == null ? null : backend.redis().setup(),
                settings.starter().serverCheck() != ServerCheckMode.OFF,
                servers.servers(),
                insight.memoryNeed(servers, backend.view().sample()),
                backend.findings().current(),
                found != null && found.complete(),
                settings.starter().values().javaAllow(),
                watching.get(),
                warmsUp());
    }

    private boolean warmsUp() {
        return !settings.starter().warmUp().maxWait().isZero();
    }

    /** The caches that exist, and those that methods name and that do not. */
    private List<CacheFacts> caches() {
        Map<String, CacheSettings> all = new TreeMap<>();
        methods().keySet().forEach(name -> all.put(name, settings.resolver().resolve(name)));
        for (TieredCache cache : scan.manager().caches()) {
            all.put(cache.getName(), cache.settings());
        }
        return all.values().stream().map(this::cache).toList();
    }

    private CacheFacts cache(CacheSettings cache) {
        CacheStatistics statistics = insight.find(cache.name()).orElseGet(() -> new CacheStatistics(cache.name()));
        SampleOfServers sample = backend.view().sample();
        return new CacheFacts(
                cache,
                methods().getOrDefault(cache.name(), List.of()),
                statistics.snapshot(),
                settings.starter().readiness().sensitive().contains(cache.name()),
                Optional.ofNullable(statistics.sizing()).map(Sizing::workingSet),
                Optional.ofNullable(sample).map(SampleOfServers::caches).map(caches -> caches.get(cache.name())),
                new CacheFacts.WarmUp(
                        backend.warmed().recorded(cache),
                        Optional.ofNullable(insight.warmUp())
                                .map(result -> result.caches().get(cache.name()))));
    }

    /**
     * What lies behind the caches.
     *
     * @param warmed knows what is kept of the caches for the next start
     * @param redis the way to Redis; null: there is none
     */
    record Backend(
            BackendView view,
            FindingsRegister findings,
            WarmedCaches warmed,
            @Nullable RedisAccess redis) {}

    private synchronized Map<String, List<MethodFacts>> methods() {
        Map<String, List<MethodFacts>> known = methods;
        if (known == null) {
            known = new HashMap<>();
            CacheMethods found = scan.found();
            for (CacheMethods.Use use : found == null ? List.<CacheMethods.Use>of() : found.uses()) {
                known.computeIfAbsent(use.cache(), name -> new ArrayList<>()).add(MethodFacts.of(use));
            }
            methods = found == null ? null : known;
        }
        return known;
    }
}
