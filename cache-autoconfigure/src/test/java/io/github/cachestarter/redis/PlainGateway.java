package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A gateway of a few lines that waits for each reply: enough to see what the scripts do. */
public final class PlainGateway implements RedisGateway, AutoCloseable {

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisCommands<byte[], byte[]> commands;

    public PlainGateway(String url) {
        client = RedisClient.create(url);
        connection = client.connect(ByteArrayCodec.INSTANCE);
        commands = connection.sync();
    }

    @Override
    public Pending<byte @Nullable []> get(byte[] key) {
        return send(() -> commands.get(key));
    }

    @Override
    public Pending<@Nullable Object> run(Script script, byte[] key, byte[]... arguments) {
        return send(() -> {
            byte[] digest = commands.digest(script.source()).getBytes(StandardCharsets.US_ASCII);
            try {
                return commands.dispatch(CommandType.EVALSHA, new ScriptOutput(), args(digest, key, arguments));
            } catch (RedisNoScriptException ex) {
                byte[] source = script.source().getBytes(StandardCharsets.UTF_8);
                return commands.dispatch(CommandType.EVAL, new ScriptOutput(), args(source, key, arguments));
            }
        });
    }

    @Override
    public Pending<Long> unlinkMatching(byte[] pattern) {
        return send(() -> {
            KeyScanCursor<byte[]> cursor =
                    commands.scan(ScanArgs.Builder.matches(pattern).limit(1_000));
            return cursor.getKeys().isEmpty()
                    ? 0L
                    : commands.unlink(cursor.getKeys().toArray(byte[][]::new));
        });
    }

    @Override
    public Pending<Long> serverTimeMicros() {
        return send(() -> {
            List<byte[]> time = commands.time();
            return number(time.get(0)) * 1_000_000 + number(time.get(1));
        });
    }

    @Override
    public boolean available() {
        return true;
    }

    public RedisCommands<byte[], byte[]> commands() {
        return commands;
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }

    private static CommandArgs<byte[], byte[]> args(byte[] script, byte[] key, byte[]... arguments) {
        CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        args.add(script).add(1).addKey(key);
        for (byte[] argument : arguments) {
            args.add(argument);
        }
        return args;
    }

    private static long number(byte[] decimal) {
        return Long.parseLong(new String(decimal, StandardCharsets.US_ASCII));
    }

    private static <T extends @Nullable Object> Pending<T> send(Supplier<T> command) {
        try {
            return Pending.of(command.get());
        } catch (RedisCommandExecutionException ex) {
            String message = String.valueOf(ex.getMessage());
            RemoteException.Reason reason =
                    message.startsWith("OOM") ? RemoteException.Reason.OUT_OF_MEMORY : RemoteException.Reason.ERROR;
            return Pending.failed(new RemoteException(reason, message, ex));
        }
    }
}
