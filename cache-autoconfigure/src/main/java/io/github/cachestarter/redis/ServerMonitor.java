package io.github.cachestarter.redis;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.Findings;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the servers at every new connection and once a minute, keeps what they said and reports what hurts. It asks
 * {@code INFO}, which works where {@code CONFIG} is blocked, and {@code CONFIG GET}; what neither tells is unknown, and
 * being told nothing is no failure. Nothing here blocks: who wants to see the facts sees those of the last look.
 */
final class ServerMonitor {

    private static final Logger log = LoggerFactory.getLogger(ServerMonitor.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<Collection<Primary>> primaries;
    private final int database;
    private final Timer timer;
    private final InstantSource clock;

    private volatile Watch watch = new Watch(ServerCheckMode.OFF, Findings.NO_OP);
    private volatile List<ServerFacts> facts = List.of();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param primaries the servers to look at
     * @param database the number of the database that the cache uses
     */
    ServerMonitor(Supplier<Collection<Primary>> primaries, int database, Timer timer, InstantSource clock) {
        this.primaries = primaries;
        this.database = database;
        this.timer = timer;
        this.clock = clock;
    }

    /** From now on looks every minute. */
    void start() {
        timer.after(EVERY, () -> {
            start();
            lookInBackground();
        });
    }

    /** From now on reports what hurts, unless that is off. */
    void report(ServerCheckMode mode, Findings findings) {
        watch = new Watch(mode, findings);
    }

    /** Adds a listener that is called after every look that found a server, on a connection's thread: be brief. */
    void onSeen(Runnable listener) {
        listeners.add(listener);
    }

    /** What the servers said at the last look; empty if there was none yet. */
    List<ServerFacts> facts() {
        return facts;
    }

    /** Looks now; completes in bounded time with the facts of all servers that could be reached. */
    CompletableFuture<List<ServerFacts>> look() {
        List<CompletableFuture<Optional<ServerFacts>>> looks = primaries.get().stream()
                .map(Primary::link)
                .filter(Objects::nonNull)
                .map(this::lookAt)
                .toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                .thenApply(all -> keep(
                        looks.stream().flatMap(look -> look.join().stream()).toList()));
    }

    /** Looks now, for whoever cares later. */
    void lookInBackground() {
        var ignored = look();
    }

    /** What hurts enough to stop a start. */
    static List<Finding> serious(List<ServerFacts> facts) {
        return facts.stream()
                .flatMap(server -> ServerRules.judge(server).stream())
                .filter(finding -> finding.severity() != Severity.INFO)
                .toList();
    }

    private List<ServerFacts> keep(List<ServerFacts> seen) {
        if (!seen.isEmpty()) {
            facts = seen;
            Watch present = watch;
            seen.forEach(present::judge);
            listeners.forEach(Runnable::run);
        }
        return seen;
    }

    private CompletableFuture<Optional<ServerFacts>> lookAt(Link link) {
        return ask(link)
                .thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    log.debug("A server could not be looked at: {}", failure.toString());
                    return Optional.empty();
                });
    }

    private CompletableFuture<ServerFacts> ask(Link link) {
        CompletableFuture<String> info =
                link.commands().info().toCompletableFuture().exceptionally(ServerMonitor::tellsNothing);
        return info.thenCombine(setting(link, "maxmemory-policy"), (reply, policy) -> Map.entry(reply, policy))
                .thenCombine(setting(link, "save"), (told, save) -> {
                    Map<String, String> settings = new HashMap<>(told.getValue());
                    settings.putAll(save);
                    return new ServerInfo(told.getKey())
                            .facts(link.address(), database, settings, previous(link.address()), clock.instant());
                });
    }

    private static CompletableFuture<Map<String, String>> setting(Link link, String name) {
        return link.commands().configGet(name).toCompletableFuture().exceptionally(failure -> Map.of());
    }

    /** A server that refuses to tell is one to show; one that did not answer is not, and what it said before stays. */
    private static String tellsNothing(Throwable failure) {
        if (!(RemoteFailures.unwrap(failure) instanceof RedisCommandExecutionException)) {
            throw new CompletionException(failure);
        }
        log.debug("The server does not tell about itself: {}", failure.toString());
        return "";
    }

    private @Nullable ServerFacts previous(String address) {
        return facts.stream()
                .filter(seen -> seen.address().equals(address))
                .findFirst()
                .orElse(null);
    }

    /** Where findings go. */
    private record Watch(ServerCheckMode mode, Findings findings) {

        void judge(ServerFacts server) {
            if (mode == ServerCheckMode.OFF) {
                return;
            }
            Map<String, Finding> found =
                    ServerRules.judge(server).stream().collect(Collectors.toMap(Finding::code, Function.identity()));
            for (String code : ServerRules.CODES) {
                Finding finding = found.get(code);
                if (finding == null) {
                    findings.resolve(code, server.address());
                } else {
                    findings.report(finding);
                }
            }
        }
    }
}
