package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends commands through the connector's current connection, each with its deadline, while the breaker permits. */
final class LettuceGateway implements RedisGateway {

    /** A clear is bounded batch by batch; this only keeps its callback from waiting for ever. */
    private static final Duration LONGEST_CLEAR = Duration.ofHours(1);

    /** One for all refusals: it has no stack trace, no causes to come and nobody who could change it. */
    private final RemoteException refused = new RemoteException(
            Reason.BREAKER_OPEN, "Redis does not answer, so nothing is sent until it does (the breaker is open)", null);

    private final Connector connector;
    private final Breaker breaker;
    private final RedisSettings settings;
    private final Calls calls;
    private final Map<Script, String> digests = new EnumMap<>(Script.class);

    LettuceGateway(Connector connector, Breaker breaker, RedisSettings settings, Calls calls) {
        this.connector = connector;
        this.breaker = breaker;
        this.settings = settings;
        this.calls = calls;
        for (Script script : Script.values()) {
            digests.put(script, sha1(script.source()));
        }
    }

    @Override
    public Pending<byte @Nullable []> get(byte[] key) {
        return send(link -> reply(settings.readTimeout(), link.commands().get(key)));
    }

    @Override
    public Pending<@Nullable Object> run(Script script, byte[] key, byte[]... arguments) {
        return send(link -> new Reply<>(
                calls,
                settings.writeTimeout(),
                evaluate(link, CommandType.EVALSHA, digests.getOrDefault(script, ""), key, arguments),
                () -> evaluate(link, CommandType.EVAL, script.source(), key, arguments)));
    }

    @Override
    public Pending<Long> unlinkMatching(byte[] pattern) {
        return send(link -> new Reply<>(
                calls, LONGEST_CLEAR, Unlinking.start(calls, settings.writeTimeout(), link, pattern), null));
    }

    @Override
    public Pending<Long> serverTimeMicros(byte[] key) {
        return send(link -> new Reply<>(
                        calls,
                        settings.readTimeout(),
                        link.clock(key).time().get().toCompletableFuture(),
                        null)
                .map(LettuceGateway::micros));
    }

    @Override
    public String clockOf(byte[] key) {
        Link link = connector.current();
        return link == null ? "" : link.clock(key).name();
    }

    @Override
    public boolean available() {
        Link link = connector.current();
        return link != null && link.isOpen() && breaker.permits();
    }

    private <T extends @Nullable Object> Pending<T> send(Function<Link, Pending<T>> command) {
        if (!breaker.permits()) {
            return Pending.failed(refused);
        }
        Link link = connector.current();
        if (link == null) {
            return failed(new RemoteException(Reason.DISCONNECTED, "There is no connection to Redis", null));
        }
        try {
            return command.apply(link);
        } catch (RuntimeException ex) {
            return failed(RemoteFailures.of(ex));
        }
    }

    private <T extends @Nullable Object> Pending<T> failed(RemoteException failure) {
        calls.onFailure().accept(failure);
        return Pending.failed(failure);
    }

    private <T extends @Nullable Object> Reply<T> reply(Duration timeout, RedisFuture<T> sent) {
        CompletableFuture<T> command = sent.toCompletableFuture();
        return new Reply<>(calls, timeout, command, null);
    }

    private static CompletableFuture<@Nullable Object> evaluate(
            Link link, CommandType type, String script, byte[] key, byte[]... arguments) {
        CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add(script)
                .add(1)
                .addKey(key)
                .addValues(arguments);
        return link.commands().dispatch(type, new ScriptOutput(), args).toCompletableFuture();
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
