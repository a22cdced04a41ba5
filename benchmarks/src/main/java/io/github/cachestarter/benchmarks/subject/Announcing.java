package io.github.cachestarter.benchmarks.subject;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;

/**
 * What the network and the server cost for a change that tells of itself, which is the least that keeps several local tiers
 * in step: one script sets and publishes, and the sender hears its own message like everybody else.
 */
public final class Announcing implements AutoCloseable {

    private static final String SET = "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])\n"
            + "redis.call('PUBLISH', ARGV[3], KEYS[1])\nreturn 1";
    private static final String DELETE =
            "local n = redis.call('UNLINK', KEYS[1])\nredis.call('PUBLISH', ARGV[1], KEYS[1])\nreturn n";

    private final byte[] channel = "announcements".getBytes(StandardCharsets.UTF_8);
    private final byte[] ttl = String.valueOf(Bounds.TTL.toMillis()).getBytes(StandardCharsets.UTF_8);
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final StatefulRedisPubSubConnection<byte[], byte[]> messages;
    private final RedisCommands<byte[], byte[]> commands;
    private final String set;
    private final String delete;

    /** Connects and subscribes. */
    public Announcing(RedisAddress redis) {
        this.client = RedisClient.create(redis.url());
        this.connection = client.connect(ByteArrayCodec.INSTANCE);
        this.messages = client.connectPubSub(ByteArrayCodec.INSTANCE);
        messages.sync().subscribe(channel);
        this.commands = connection.sync();
        this.set = commands.scriptLoad(SET);
        this.delete = commands.scriptLoad(DELETE);
    }

    /** Sets and announces. */
    public Long set(byte[] key, byte[] value) {
        return commands.evalsha(set, ScriptOutputType.INTEGER, new byte[][] {key}, value, ttl, channel);
    }

    /** Deletes and announces. */
    public Long delete(byte[] key) {
        return commands.evalsha(delete, ScriptOutputType.INTEGER, new byte[][] {key}, channel);
    }

    @Override
    public void close() {
        messages.close();
        connection.close();
        client.shutdown();
    }
}
