package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends each command to the primary of its key, with its deadline, while that primary's breaker permits. */
final class LettuceGateway implements RedisGateway {

    /** A clear is bounded batch by batch; this only keeps its callback from waiting for ever. */
    private static final Duration LONGEST_CLEAR = Duration.ofHours(1);

    private final Route route;
    private final RedisSettings settings;
    private final Calls calls;
    private final Map<Script, String> digests = new EnumMap<>(Script.class);

    LettuceGateway(Route route, RedisSettings settings, Calls calls) {
        this.route = route;
        this.settings = settings;
        this.calls = calls;
        for (Script script : Script.values()) {
            digests.put(script, sha1(script.source()));
        }
    }

    @Override
    public Pending<byte @Nullable []> get(byte[] key) {
        return send(
                key,
                settings.readTimeout(),
                withText -> new Command<>(
                        CommandType.GET,
                        new ValueOutput<>(ByteArrayCodec.INSTANCE),
                        new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key)));
    }

    @Override
    public Pending<@Nullable Object> run(Script script, byte[] key, byte[]... arguments) {
        return send(
                key,
                settings.writeTimeout(),
                withText -> new Command<>(
                        withText ? CommandType.EVAL : CommandType.EVALSHA,
                        new ScriptOutput(),
                        new CommandArgs<>(ByteArrayCodec.INSTANCE)
                                .add(withText ? script.source() : digests.getOrDefault(script, ""))
                                .add(1)
                                .addKey(key)
                                .addValues(arguments)));
    }

    @Override
    public Pending<Long> unlink(Sweep sweep) {
        List<Supplier<Pending<Long>>> walks = route.all().stream()
                .map(primary -> (Supplier<Pending<Long>>) () -> walk(primary, sweep))
                .toList();
        return walks.isEmpty() ? Pending.failed(unknown()) : new Summed(walks);
    }

    private Pending<Long> walk(Primary primary, Sweep sweep) {
        return through(
                primary,
                link -> new Reply<>(
                        calls,
                        route,
                        new Way(primary, link),
                        LONGEST_CLEAR,
                        Unlinking.start(calls, settings.writeTimeout(), link, sweep, unlinker(link)),
                        null));
    }

    /** In a cluster each key has its own command, since one command may not touch two slots. */
    private Function<List<byte[]>, CompletableFuture<Long>> unlinker(Link link) {
        return route.isSharded()
                ? this::unlinkEach
                : keys -> link.commands().unlink(keys.toArray(new byte[0][])).toCompletableFuture();
    }

    private CompletableFuture<Long> unlinkEach(List<byte[]> keys) {
        List<CompletableFuture<Long>> unlinked = keys.stream().map(this::unlink).toList();
        return CompletableFuture.allOf(unlinked.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        unlinked.stream().mapToLong(CompletableFuture::join).sum());
    }

    private CompletableFuture<Long> unlink(byte[] key) {
        CompletableFuture<Long> unlinked = new CompletableFuture<>();
        this.<Long>send(
                        key,
                        settings.writeTimeout(),
                        withText -> new Command<>(
                                CommandType.UNLINK,
                                new IntegerOutput<>(ByteArrayCodec.INSTANCE),
                                new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key)))
                .whenDone(Runnable::run, (count, failure) -> {
                    if (failure == null) {
                        unlinked.complete(count);
                    } else {
                        unlinked.completeExceptionally(failure);
                    }
                });
        return unlinked;
    }

    @Override
    public Pending<Long> serverTimeMicros(byte[] key) {
        Pending<List<byte[]>> time = send(
                key,
                settings.readTimeout(),
                withText -> new Command<>(CommandType.TIME, new ValueListOutput<>(ByteArrayCodec.INSTANCE)));
        return time.map(LettuceGateway::micros);
    }

    @Override
    public String clockOf(byte[] key) {
        Primary primary = route.of(key);
        Link link = primary == null ? null : primary.link();
        return link == null ? "" : link.name();
    }

    @Override
    public boolean available() {
        Collection<Primary> primaries = route.all();
        return !primaries.isEmpty() && primaries.stream().allMatch(Primary::available);
    }

    @Override
    public boolean available(byte[] key) {
        Primary primary = route.of(key);
        return primary != null && primary.available();
    }

    private <T extends @Nullable Object> Pending<T> send(byte[] key, Duration timeout, Reply.Sending<T> command) {
        Primary primary = route.of(key);
        return primary == null
                ? Pending.failed(unknown())
                : through(
                        primary,
                        link -> new Reply<>(
                                calls,
                                route,
                                new Way(primary, link),
                                timeout,
                                link.send(command.command(false)),
                                command));
    }

    private static <T extends @Nullable Object> Pending<T> through(
            Primary primary, Function<Link, Pending<T>> command) {
        if (!primary.permits()) {
            return Pending.failed(primary.breaker().refusal());
        }
        Link link = primary.link();
        if (link == null) {
            return failed(
                    new Way(primary, null),
                    new RemoteException(Reason.DISCONNECTED, "There is no connection to Redis", null));
        }
        try {
            return command.apply(link);
        } catch (RuntimeException ex) {
            return failed(new Way(primary, link), RemoteFailures.of(ex));
        }
    }

    private static RemoteException unknown() {
        return new RemoteException(
                Reason.DISCONNECTED, "No node of the Redis Cluster is known that has the slot of this key", null);
    }

    private static <T extends @Nullable Object> Pending<T> failed(Way way, RemoteException failure) {
        way.failed(failure);
        return Pending.failed(failure);
    }

    private static long micros(List<byte[]> secondsAndMicros) {
        return number(secondsAndMicros.get(0)) * 1_000_000 + number(secondsAndMicros.get(1));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    private static String sha1(String script) {
        try {
            byte[] text = script.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("This JVM has no SHA-1, by which Redis names its scripts", ex);
        }
    }
}
