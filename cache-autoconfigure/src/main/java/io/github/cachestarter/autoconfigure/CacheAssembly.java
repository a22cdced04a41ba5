package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.OnRefused;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.codec.HeaderEntryCodec;
import io.github.cachestarter.codec.SelfCheck;
import io.github.cachestarter.load.FailureReporter;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.load.LoadCoordinators;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.remote.PutDeadline;
import io.github.cachestarter.remote.RedisRemoteStore;
import io.github.cachestarter.remote.RemoteTier;
import io.github.cachestarter.transaction.TransactionalCoordinator;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Puts one cache together: settings, codec, remote tier, load coordinator, and Spring's contract on top. What they share
 * is made once. Thread-safe.
 */
final class CacheAssembly {

    private final Settings settings;
    private final RedisGateway gateway;
    private final LoadRuntime runtime;
    private final Reporting reporting;
    private final PutDeadline putDeadline;
    private final LoadCoordinators coordinators;
    private final long sender;
    private final Map<String, EntryCodec> codecs = new ConcurrentHashMap<>();

    CacheAssembly(Settings settings, RedisGateway gateway, LoadRuntime runtime, Reporting reporting) {
        this.settings = settings;
        this.gateway = gateway;
        this.runtime = runtime;
        this.reporting = reporting;
        this.putDeadline =
                new PutDeadline(gateway, settings.starter().timeouts().write(), runtime.ticker());
        this.coordinators =
                new LoadCoordinators(runtime, settings.starter().values().onRefused() == OnRefused.FAIL);
        this.sender = runtime.random().nextLong();
    }

    /** Makes the cache of this name. */
    TieredCache create(String name) {
        CacheSettings own = settings.resolver().resolve(name);
        KeyNames keys = new KeyNames(settings.starter().prefix(), own.keyVersion(), name);
        EntryCodec codec = codec(own);
        codecs.put(name, codec);
        RemoteTier tier =
                new RemoteTier(new RedisRemoteStore(gateway, keys, putDeadline, sender, reporting.findings()), codec);
        CacheListener listener = CacheListeners.of(name, reporting.listeners());
        FailureReporter failures = reporting.failures().forCache(name);
        LoadCoordinator loads = coordinators.create(own, LocalTier.NONE, tier, keys.pattern(), listener, failures);
        if (own.enabled()) {
            LoadCoordinator bypass = coordinators.passThrough(name, listener, failures);
            loads = new TransactionalCoordinator(name, loads, bypass, failures, runtime.clock());
        }
        return new TieredCache(own, keys, loads, runtime.executor(), runtime.ticker());
    }

    /**
     * Makes a type known to a cache before the first call that names it.
     *
     * @return why values of that type will not be stored; empty: they will, or there is no such cache
     */
    Optional<RefusedValueException> learn(String cache, Type type) {
        EntryCodec codec = codecs.get(cache);
        return codec == null ? Optional.empty() : codec.learn(type);
    }

    private EntryCodec codec(CacheSettings own) {
        StarterSettings.Values values = settings.starter().values();
        return new HeaderEntryCodec(
                own.name(),
                own.values(),
                settings.codecs().get(own.values().codec()),
                reporting.findings(),
                new SelfCheck(values.checkFirst(), values.checkOneIn()),
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** What was configured. */
    record Settings(StarterSettings starter, CacheSettingsResolver resolver, ValueCodecs codecs) {}

    /** Who is told what happens. */
    record Reporting(Findings findings, FailureReporters failures, List<CacheListenerFactory> listeners) {

        Reporting {
            listeners = List.copyOf(listeners);
        }
    }
}
