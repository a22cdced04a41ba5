package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.remote.RemoteStore.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link RemoteStore} of any kind, and how its contract speaks of it. */
abstract class RemoteStoreRig {

    static final KeyNames NAMES = new KeyNames("app", "1", "products");
    static final long SENDER = 0x5e7de5L;

    static final Duration LONG = Duration.ofMinutes(1);
    static final Duration SHORT = Duration.ofMillis(20);
    static final Duration LONGER_THAN_SHORT = Duration.ofMillis(30);

    /** So long that a machine which stands still for a moment does not see its end, and so short that it can be awaited. */
    static final Duration MEDIUM = Duration.ofSeconds(3);

    static final Duration LONGER_THAN_MEDIUM = MEDIUM.plusMillis(10);

    final EntryKey key = NAMES.key("milk");
    final Token mine = new Token(0x0101010101010101L, 1);
    final Token other = new Token(0x0202020202020202L, 2);
    final Token third = new Token(0x0303030303030303L, 3);

    abstract RemoteStore store();

    /** The raw bytes of a key. */
    abstract byte @Nullable [] stored(EntryKey at);

    /** Writes raw bytes that live for a minute. */
    abstract void plant(EntryKey at, byte[] bytes);

    abstract long ttlMillis(EntryKey at);

    /** Returns when that much time has passed for the store. */
    abstract void pass(Duration time);

    /** Everything that was published on the cache's channel so far. */
    abstract List<Announcement> announced();

    static byte[] entry(Token token, String body) {
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(StoredBytes.MIN_VALUE + text.length)
                .put(new byte[] {'V', 1, 0, 0})
                .putLong(token.identity())
                .put(text)
                .array();
    }

    Reply get() {
        return store().get(key).await();
    }

    Reply acquire(Token token) {
        return store().acquire(key, token, LONG, 0).await();
    }

    boolean store(Token token, String body) {
        return store().store(key, token, entry(token, body), LONG).await();
    }

    boolean release(Token token) {
        return store().release(key, token).await();
    }

    boolean renew(Token token) {
        return store().renew(key, token, LONG).await();
    }

    boolean evict() {
        return store().evict(key).await();
    }

    boolean claim(Token token) {
        return store().claim(key, token, LONG).await();
    }

    boolean put(Token token, String body) {
        return store().put(key, token, entry(token, body), LONG).await();
    }

    boolean putDirect(String body) {
        return store().putDirect(key, entry(mine, body), LONG).await();
    }

    void assertAnnounced(Kind... kinds) {
        assertThat(announced()).extracting(Announcement::kind).containsExactly(kinds);
        assertThat(announced())
                .allSatisfy(announcement -> assertThat(announcement)
                        .isEqualTo(new Announcement(announcement.kind(), SENDER, "products", key.redisKey())));
    }

    static void assertValue(Reply reply, byte[] expected) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Value.class, value -> assertThat(value.bytes()).isEqualTo(expected));
    }

    static void assertClaimed(Reply reply, byte[] expected) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Value.class, value -> {
            assertThat(value.bytes())
                    .hasSize(expected.length + StoredBytes.CLAIM)
                    .startsWith('C');
            assertThat(ByteBuffer.wrap(value.bytes(), 1, expected.length - 1))
                    .isEqualTo(ByteBuffer.wrap(expected, 1, expected.length - 1));
        });
    }
}
