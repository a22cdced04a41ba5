package io.github.cachestarter.remote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.testing.RedisAdmin;
import io.github.cachestarter.testing.RedisServerProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Subscribes to a channel with a client of its own and remembers what it hears. */
final class Listening implements AutoCloseable {

    private final List<byte[]> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger marks = new AtomicInteger();
    private final List<RedisAdmin> publishers;
    private final String channel;
    private final RedisClient client;
    private final StatefulRedisPubSubConnection<byte[], byte[]> connection;

    Listening(RedisServerProcess server, String channel) {
        this(server, List.of(server.admin()), channel);
    }

    /** @param publishers all nodes of a cluster that anything is published at; each passes its own on in order */
    Listening(RedisServerProcess server, List<RedisAdmin> publishers, String channel) {
        this.publishers = publishers;
        this.channel = channel;
        this.client = RedisClient.create(server.url());
        this.connection = client.connectPubSub(ByteArrayCodec.INSTANCE);
        connection.addListener(new RedisPubSubAdapter<byte[], byte[]>() {
            @Override
            public void message(byte[] on, byte[] message) {
                heard.add(message);
            }
        });
        connection.sync().subscribe(channel.getBytes(StandardCharsets.UTF_8));
    }

    /** All announcements published before this call: a mark sent behind them has arrived. */
    List<Announcement> announced() {
        String mark = "mark " + marks.incrementAndGet() + " of ";
        for (int i = 0; i < publishers.size(); i++) {
            publishers.get(i).command("PUBLISH", channel, mark + i);
        }
        await().atMost(60, SECONDS)
                .until(() -> heard.stream()
                                .filter(message -> new String(message, StandardCharsets.UTF_8).startsWith(mark))
                                .count()
                        == publishers.size());
        return heard.stream()
                .map(Announcement::decode)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
