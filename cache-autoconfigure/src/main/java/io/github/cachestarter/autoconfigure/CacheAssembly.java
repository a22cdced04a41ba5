package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.Mode;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.OnRefused;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.codec.HeaderEntryCodec;
import io.github.cachestarter.codec.SelfCheck;
import io.github.cachestarter.load.Background;
import io.github.cachestarter.load.FailureReporter;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.load.LoadCoordinators;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.transaction.TransactionalCoordinator;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts one cache together: settings, codec, tiers, load coordinator, and Spring's contract on top. What they share
 * is made once. Thread-safe.
 */
final class CacheAssembly {

    private final Settings settings;
    private final Memory memory;
    private final LoadRuntime runtime;
    private final Reporting reporting;
    private final Executor methods;
    private final LoadCoordinators coordinators;
    private final Map<String, EntryCodec> codecs = new ConcurrentHashMap<>();

    CacheAssembly(Settings settings, Memory memory, LoadRuntime runtime, Loading loading, Reporting reporting) {
        this.settings = settings;
        this.memory = memory;
        this.runtime = runtime;
        this.reporting = reporting;
        this.methods = loading.background().loads();
        this.coordinators =
                new LoadCoordinators(runtime, settings.failsOnRefused(), loading.background(), loading.ttls());
    }

    /** Makes the cache of this name. */
    TieredCache create(String name) {
        CacheSettings own = settings.resolver().resolve(name);
        KeyNames keys = new KeyNames(settings.starter().prefix(), own.keyVersion(), name);
        EntryCodec codec = codec(own);
        codecs.put(name, codec);
        CacheListener listener = CacheListeners.of(name, reporting.listeners());
        FailureReporter failures = reporting.failures().forCache(name);
        LoadCoordinator loads = loads(own, keys, codec, listener, failures);
        if (own.enabled()) {
            LoadCoordinator bypass = coordinators.passThrough(name, listener, failures);
            loads = new TransactionalCoordinator(name, loads, bypass, failures, runtime.clock());
        }
        loads = reporting.tracing().observed(name, loads);
        return new TieredCache(own, keys, loads, runtime.executor(), methods, runtime.ticker());
    }

    private LoadCoordinator loads(
            CacheSettings own, KeyNames keys, EntryCodec codec, CacheListener listener, FailureReporter failures) {
        RemoteTiers remote = memory.remote();
        if (remote == null) {
            return coordinators.createLocal(own, near(own, alwaysOpen -> true, codec), listener, failures);
        }
        LongPredicate heard = own.enabled() ? remote.join(keys, own.name()) : never -> false;
        LocalTier near = own.enabled() ? near(own, heard, codec) : LocalTier.NONE;
        RemoteTiers.RemoteCache far = remote.create(own, keys, codec, heard);
        return coordinators.create(own, near, far.entries(), far.markers(), listener, failures);
    }

    private LocalTier near(CacheSettings own, LongPredicate gate, EntryCodec codec) {
        return memory.local().create(own.name(), gate, own.local(), codec);
    }

    /**
     * Makes a type known to a cache before the first call that names it. Where there is no remote tier nothing is refused
     * by it.
     *
     * @return why values of that type will not be stored; empty: they will, or there is no such cache
     */
    Optional<RefusedValueException> learn(String cache, Type type) {
        EntryCodec codec = codecs.get(cache);
        return codec == null || memory.remote() == null ? Optional.empty() : codec.learn(type);
    }

    /** What cannot be stored in Redis matters to nobody where there is none; the local tier says what it cannot copy. */
    private EntryCodec codec(CacheSettings own) {
        StarterSettings.Values values = settings.starter().values();
        return new HeaderEntryCodec(
                own.name(),
                own.values(),
                settings.codecs().get(own.values().codec()),
                memory.remote() == null ? Findings.NO_OP : reporting.findings(),
                new SelfCheck(values.checkFirst(), values.checkOneIn()),
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** What was configured. */
    record Settings(StarterSettings starter, CacheSettingsResolver resolver, ValueCodecs codecs) {

        /** Whether a value that cannot be stored in Redis is a failure; where there is no Redis it is none. */
        boolean failsOnRefused() {
            return starter.mode() != Mode.LOCAL && starter.values().onRefused() == OnRefused.FAIL;
        }
    }

    /**
     * Where entries lie.
     *
     * @param local in this process
     * @param remote in Redis; null: nowhere else
     */
    record Memory(LocalTiers local, @Nullable RemoteTiers remote) {}

    /** What loads and stores beside their callers have. */
    record Loading(Background background, CacheTtlResolver ttls) {}

    /** Who is told what happens. */
    record Reporting(
            Findings findings, FailureReporters failures, List<CacheListenerFactory> listeners, CacheTracing tracing) {

        Reporting {
            listeners = List.copyOf(listeners);
        }
    }
}
