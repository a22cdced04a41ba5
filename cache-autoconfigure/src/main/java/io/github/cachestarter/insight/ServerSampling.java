package io.github.cachestarter.insight;

import io.github.cachestarter.Token;
import io.github.cachestarter.insight.DrawnKeys.Drawn;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.KeySample;
import io.github.cachestarter.redis.KeySample.SampledKey;
import io.github.cachestarter.remote.SharedResult;
import io.github.cachestarter.remote.SharedResult.Turn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at {@value #KEYS} random keys of the servers once a minute. Every instance asks twice as often for what was found;
 * the one that finds nothing there looks, and shares what it found for a minute: however many instances there are, the
 * servers are looked at once. While a server is away nobody looks or asks. Nothing here blocks. Thread-safe.
 */
public final class ServerSampling {

    /** How often {@link #look} is to be called. */
    public static final Duration PERIOD = Duration.ofSeconds(30);

    /** How many keys are looked at. */
    public static final int KEYS = 500;

    private static final Logger log = LoggerFactory.getLogger(ServerSampling.class);
    private static final Duration LASTS = Duration.ofMinutes(1);
    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final Duration TOO_OLD = Duration.ofMinutes(10);

    private final Servers servers;
    private final Supplier<Collection<KeyNames>> caches;
    private final Supplier<Token> tokens;
    private final Executor executor;
    private final InstantSource clock;
    private volatile @Nullable SampleOfServers latest;

    /**
     * Creates the sampling.
     *
     * @param caches the names of the caches that exist
     * @param tokens makes random tokens
     * @param executor for short tasks
     */
    public ServerSampling(
            Servers servers,
            Supplier<Collection<KeyNames>> caches,
            Supplier<Token> tokens,
            Executor executor,
            InstantSource clock) {
        this.servers = servers;
        this.caches = caches;
        this.tokens = tokens;
        this.executor = executor;
        this.clock = clock;
    }

    /** The newest sample, whoever drew it; null: there is none, or it is more than ten minutes old. */
    public @Nullable SampleOfServers latest() {
        SampleOfServers sample = latest;
        return sample == null || sample.at().plus(TOO_OLD).isBefore(clock.instant()) ? null : sample;
    }

    /** Takes what another instance found, or looks. Returns at once. */
    public void look() {
        if (servers.available().getAsBoolean()) {
            Token token = tokens.get();
            servers.shared().ask(token, AT_MOST).whenDone(executor, (turn, failure) -> {
                if (turn instanceof Turn.Given given) {
                    take(DrawnKeys.decode(given.result()));
                } else if (turn instanceof Turn.Mine) {
                    draw(token);
                }
            });
        }
    }

    private void draw(Token token) {
        Collection<KeyNames> names = caches.get();
        var ignored = servers.draw()
                .apply(key -> names.stream().anyMatch(cache -> cache.isEntry(key)))
                .whenCompleteAsync(
                        (sample, failure) -> {
                            if (sample == null) {
                                log.debug("The servers' keys could not be sampled", failure);
                                return; // the lease keeps the others from trying the same for a while
                            }
                            DrawnKeys drawn = sort(sample, names);
                            take(drawn);
                            servers.shared().give(token, drawn.encode(), LASTS).whenDone(executor, (given, late) -> {});
                        },
                        executor);
    }

    private void take(@Nullable DrawnKeys drawn) {
        if (drawn != null) {
            latest = SampleEstimates.of(drawn);
        }
    }

    private DrawnKeys sort(KeySample sample, Collection<KeyNames> names) {
        Map<String, List<Drawn>> byCache = new LinkedHashMap<>();
        for (SampledKey key : sample.keys()) {
            for (KeyNames cache : names) {
                if (cache.isEntry(key.key())) {
                    byCache.computeIfAbsent(cache.cache(), name -> new ArrayList<>())
                            .add(new Drawn(key.bytes(), key.ttlMillis()));
                    break;
                }
            }
        }
        return new DrawnKeys(
                clock.instant(), sample.databaseKeys(), sample.keys().size(), byCache);
    }

    /**
     * The servers.
     *
     * @param available whether commands get through
     * @param shared what the instances share
     * @param draw draws {@value #KEYS} random keys, and looks at those of them that it is told are ours
     */
    public record Servers(
            BooleanSupplier available,
            SharedResult shared,
            Function<Predicate<byte[]>, CompletableFuture<KeySample>> draw) {}
}
