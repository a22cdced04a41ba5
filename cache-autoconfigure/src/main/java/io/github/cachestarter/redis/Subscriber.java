package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One pub/sub connection to one primary, and the proof that its messages come through: a PING on the same connection,
 * since everything that the server published before it answered lies before the PONG in the stream.
 *
 * <p>What a PONG proves depends on the order in which Lettuce hands things out, see {@link PongOutput}. There is one PING
 * under way at a time, so that the reply to one cannot lie in the same read as the reply to the one before: a reply that
 * may overtake messages still proves that those before the <em>previous</em> reply were handed out. Every PING carries a
 * text of its own, and a reply that is another one ends the connection. That is no theory: with RESP2, a message of which
 * the first line lies in one read and the rest in the next is taken for the reply to a PING that was sent in between.
 *
 * <p>The methods are called on the timer's thread, and so is the owner, except for messages: these are handed out on the
 * connection's thread, without a detour that a PONG could overtake.
 */
final class Subscriber {

    /** Says nothing, and whoever hears it ignores it. */
    private static final byte[] EMPTY = {};

    private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
    private final Link commands;
    private final Owner owner;
    private final Timer timer;

    private long number;
    private boolean awaiting;
    private long sentAt;
    private boolean answeredBefore;
    private long answeredSentAt;
    private @Nullable Long proof;

    /** Hears what happens; see {@link SubscriptionListener}. */
    interface Owner {

        void message(byte[] channel, byte[] message);

        void acknowledged(Subscriber by, String channel);

        void denied(String channel, RemoteException failure);

        void proved();

        void lost(String why);
    }

    /** @param commands leads to the same server as the same user */
    Subscriber(StatefulRedisPubSubConnection<byte[], byte[]> connection, Link commands, Owner owner, Timer timer) {
        this.connection = connection;
        this.commands = commands;
        this.owner = owner;
        this.timer = timer;
    }

    /** Begins to listen. */
    void start() {
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] channel, byte[] message) {
                owner.message(channel, message);
            }

            @Override
            public void subscribed(byte[] channel, long count) {
                String name = new String(channel, StandardCharsets.UTF_8);
                timer.soon(() -> owner.acknowledged(Subscriber.this, name));
            }
        });
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                timer.soon(() -> owner.lost("the connection was lost"));
            }
        });
        if (!connection.isOpen()) {
            owner.lost("the connection was lost at once");
        }
    }

    /**
     * Publishes an empty message first: where this user may not publish, neither may the instances that share it, and what
     * they change would never be heard of here. Nothing else tells on every server and with every rule.
     */
    void subscribe(String channel) {
        var ignored = commands.commands()
                .publish(channel.getBytes(StandardCharsets.UTF_8), EMPTY)
                .whenComplete((heardBy, failure) -> timer.soon(() -> {
                    if (failure == null) {
                        hear(channel);
                    } else {
                        unpublished(channel, RemoteFailures.of(failure));
                    }
                }));
    }

    /** One command for each channel: with RESP2 a reply to a second channel would be taken for that of a PING. */
    private void hear(String channel) {
        var ignored = connection
                .async()
                .subscribe(channel.getBytes(StandardCharsets.UTF_8))
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        timer.soon(() -> refused(channel, RemoteFailures.of(failure)));
                    }
                });
    }

    /**
     * Sends a PING unless one is under way.
     *
     * @param now the time, read before this call
     * @param patience how long a PONG may take
     */
    void ping(long now, Duration patience) {
        if (awaiting) {
            if (now - sentAt > patience.toNanos()) {
                owner.lost("no reply to a PING within " + patience.toMillis() + " ms");
            }
            return;
        }
        awaiting = true;
        sentAt = now;
        String text = Long.toString(++number);
        PongOutput pong = new PongOutput();
        var ignored = connection
                .async()
                .dispatch(CommandType.PING, pong, new CommandArgs<>(ByteArrayCodec.INSTANCE).add(text))
                .whenComplete((reply, failure) -> timer.soon(() -> ponged(text, pong, failure)));
    }

    /** The time at which the newest PING that proves something was sent; null if there is none yet. */
    @Nullable
    Long proof() {
        return proof;
    }

    CompletableFuture<Void> close() {
        return connection.closeAsync();
    }

    private void ponged(String text, PongOutput pong, @Nullable Throwable failure) {
        if (failure != null) {
            owner.lost("a PING failed with " + RemoteFailures.unwrap(failure));
            return;
        }
        if (!text.equals(pong.get())) {
            owner.lost("a PING had a reply that was not its own");
            return;
        }
        awaiting = false;
        if (!pong.overtakes()) {
            proof = sentAt;
        } else if (answeredBefore) {
            proof = answeredSentAt;
        }
        answeredBefore = true;
        answeredSentAt = sentAt;
        if (proof != null) {
            owner.proved();
        }
    }

    /** A server may also not know the command under its name. */
    private void unpublished(String channel, RemoteException failure) {
        if (failure.reason() == Reason.DENIED || failure.reason() == Reason.ERROR) {
            owner.denied(channel, failure);
        } else {
            owner.lost("publishing failed: " + failure.getMessage());
        }
    }

    private void refused(String channel, RemoteException failure) {
        if (failure.reason() == Reason.DENIED) {
            owner.denied(channel, failure);
        } else {
            owner.lost("subscribing failed: " + failure.getMessage());
        }
    }
}
