package io.github.cachestarter.actuate;

import io.github.cachestarter.Finding;
import io.github.cachestarter.actuate.CacheInsightBody.Backend;
import io.github.cachestarter.actuate.CacheInsightBody.Bus;
import io.github.cachestarter.actuate.CacheInsightBody.CacheBody;
import io.github.cachestarter.actuate.CacheInsightBody.FindingBody;
import io.github.cachestarter.actuate.CacheInsightBody.RepairBody;
import io.github.cachestarter.actuate.CacheInsightBody.SampleBody;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.BackendSnapshot;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.insight.Label;
import io.github.cachestarter.insight.SampleOfServers;
import io.github.cachestarter.insight.TopKeys;
import io.github.cachestarter.insight.WarmUpResult;
import io.github.cachestarter.insight.WarmUps;
import io.github.cachestarter.invalidation.BusSnapshot;
import io.github.cachestarter.invalidation.RepairState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What the caches do and what should be changed, for people and programs. Only reads, unless the application allows more;
 * never creates a cache. While the servers are away it answers what was known last, without waiting for them longer than
 * {@link BackendView#current()} does.
 */
@Endpoint(id = "cacheinsight", defaultAccess = Access.READ_ONLY)
public final class CacheInsightEndpoint {

    private static final String WARM = "warm";
    private static final int CONFLICT = 409;

    private final TieredCacheManager manager;
    private final CacheInsight insight;
    private final BackendView backend;
    private final FindingsRegister findings;
    private final WarmUps warmUp;

    /** Creates the endpoint. */
    public CacheInsightEndpoint(
            TieredCacheManager manager,
            CacheInsight insight,
            BackendView backend,
            FindingsRegister findings,
            WarmUps warmUp) {
        this.manager = manager;
        this.insight = insight;
        this.backend = backend;
        this.findings = findings;
        this.warmUp = warmUp;
    }

    /** The servers and all caches. */
    @ReadOperation
    public CacheInsightBody insight() {
        Map<String, CacheBody> caches = new LinkedHashMap<>();
        manager.caches().stream()
                .sorted(Comparator.comparing(TieredCache::getName))
                .forEach(cache -> caches.put(cache.getName(), body(cache, null)));
        return new CacheInsightBody(backend(), insight.warmUp(), caches);
    }

    /** One cache with its keys that stand out; null, which is a 404 over HTTP, if there is none of this name. */
    @ReadOperation
    public @Nullable CacheBody cache(@Selector String cache) {
        return find(cache)
                .map(found -> body(found, insight.forCache(cache).topKeys(found::text)))
                .orElse(null);
    }

    /**
     * Evicts a key or a tag of a cache, or clears it, at once or softly. Not possible unless the application allows this
     * endpoint to write.
     *
     * @param key the key's text
     * @param all {@code true}: everything, at once
     * @param soft {@code true}: everything, spread over {@code clear.spread} of the cache
     * @return an answer with the status 404 if there is no cache of this name
     */
    @DeleteOperation
    public WebEndpointResponse<CacheInsightBody.Change> evict(
            @Selector String cache,
            @Nullable String key,
            @Nullable String tag,
            @Nullable Boolean all,
            @Nullable Boolean soft) {
        return find(cache)
                .map(found -> new WebEndpointResponse<>(new CacheChanges(backend).evict(found, key, tag, all, soft)))
                .orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
    }

    /**
     * Has the recorded hot keys of a cache and those of its {@link io.github.cachestarter.CacheWarmer}s in memory, as the
     * start of the application does, and answers when that is done. Not possible unless the application allows this endpoint
     * to write.
     *
     * @param operation {@code warm}
     * @return an answer with the status 404 if there is no cache of this name or no such operation, 409 if a cache is being
     *     warmed by an operator
     */
    @WriteOperation
    public WebEndpointResponse<WarmUpResult> warm(@Selector String cache, @Selector String operation) {
        if (!operation.equals(WARM) || find(cache).isEmpty()) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        return warmUp.warm(cache).map(WebEndpointResponse::new).orElseGet(() -> new WebEndpointResponse<>(CONFLICT));
    }

    private Optional<TieredCache> find(String cache) {
        return manager.caches().stream()
                .filter(candidate -> candidate.getName().equals(cache))
                .findFirst();
    }

    private CacheBody body(TieredCache cache, @Nullable TopKeys keys) {
        SampleOfServers sample = backend.sample();
        return CacheBodies.of(
                insight.forCache(cache.getName()),
                cache.settings(),
                sample == null ? null : sample.caches().get(cache.getName()),
                keys);
    }

    private Backend backend() {
        BackendSnapshot snapshot = backend.current();
        List<Finding> all = new ArrayList<>();
        if (!snapshot.available()) {
            all.add(snapshot.away());
        }
        all.addAll(findings.current());
        return new Backend(
                snapshot.mode(),
                snapshot.available(),
                snapshot.breaker(),
                snapshot.asOf() == null ? null : snapshot.asOf().toString(),
                bus(snapshot.bus()),
                repairs(backend.repairs()),
                snapshot.servers(),
                insight.memoryNeed(snapshot, backend.sample()),
                sample(backend.sample()),
                all.stream().map(CacheInsightEndpoint::body).toList());
    }

    private static @Nullable Bus bus(@Nullable BusSnapshot bus) {
        return bus == null
                ? null
                : new Bus(
                        bus.open(),
                        bus.since().toMillis(),
                        bus.lag() == null ? null : bus.lag().toMillis(),
                        bus.subscribed(),
                        bus.denied(),
                        bus.received(),
                        bus.ignored(),
                        bus.reconnects(),
                        bus.lastLoss());
    }

    private static RepairBody repairs(RepairState state) {
        return new RepairBody(
                state.keys(),
                state.clears(),
                state.oldestAge().toString(),
                state.repaired(),
                state.collapsed(),
                new TreeMap<>(state.byCache()));
    }

    private static @Nullable SampleBody sample(@Nullable SampleOfServers sample) {
        return sample == null ? null : new SampleBody(sample.at().toString(), sample.keys(), sample.foreign());
    }

    private static FindingBody body(Finding finding) {
        return new FindingBody(
                Label.of(finding.severity()), finding.code(), finding.subject(), finding.message(), finding.action());
    }
}
