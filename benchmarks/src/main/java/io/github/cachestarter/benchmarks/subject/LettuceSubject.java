package io.github.cachestarter.benchmarks.subject;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** One command per operation on a connection of its own, and Jackson's plain JSON: nothing that a cache needs besides. */
public final class LettuceSubject implements Subject {

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisCommands<byte[], byte[]> commands;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    /** Connects. */
    public LettuceSubject(RedisAddress redis) {
        this.client = RedisClient.create(redis.url());
        this.connection = client.connect(ByteArrayCodec.INSTANCE);
        this.commands = connection.sync();
        JsonMapper mapper = JsonMapper.builder().build();
        this.reader = mapper.readerFor(Product.class);
        this.writer = mapper.writerFor(Product.class);
    }

    @Override
    public @Nullable Product get(String key) {
        byte[] json = commands.get(bytes(key));
        return json == null ? null : reader.readValue(json);
    }

    @Override
    public Product getOrLoad(String key, Callable<Product> loader) throws Exception {
        Product hit = get(key);
        if (hit != null) {
            return hit;
        }
        Product loaded = loader.call();
        put(key, loaded);
        return loaded;
    }

    @Override
    public void put(String key, Product product) {
        set(bytes(key), encode(product));
    }

    @Override
    public void evict(String key) {
        delete(bytes(key));
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }

    /** The raw round trip of a read. */
    public byte @Nullable [] read(byte[] key) {
        return commands.get(key);
    }

    /** The raw round trip of a write. */
    public String set(byte[] key, byte[] value) {
        return commands.psetex(key, Bounds.TTL.toMillis(), value);
    }

    /** The raw round trip of an eviction. */
    public long delete(byte[] key) {
        return commands.del(key);
    }

    /** Plain JSON. */
    public byte[] encode(Product product) {
        return writer.writeValueAsBytes(product);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
