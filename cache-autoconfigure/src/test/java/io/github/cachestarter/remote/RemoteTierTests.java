package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.DecodedEntry;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoteTierTests {

    private static final KeyNames NAMES = new KeyNames("app", "1", "products");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong micros = new AtomicLong(1);
    private final InMemoryRemoteStore store = new InMemoryRemoteStore(micros::get, 1, announcement -> {});
    private final RemoteTier tier = new RemoteTier(store, new TextCodec());
    private final EntryKey key = NAMES.key("milk");
    private final Token mine = new Token(11, 1);
    private final Token other = new Token(22, 2);

    @Test
    void aMissIsAcquiredStoredAndReadAgain() {
        assertThat(tier.get(key, String.class).await()).isEqualTo(new Lookup.Invalid(MissReason.ABSENT, 0));
        assertThat(acquire(mine, 0)).isEqualTo(Lookup.Acquired.INSTANCE);
        assertThat(acquire(other, 0)).isEqualTo(new Lookup.Busy(MINUTE.toMillis()));
        assertThat(tier.get(key, String.class).await()).isEqualTo(new Lookup.Busy(0));

        assertThat(tier.store(key, mine, entry(mine, "v1"), bytes("v1")).await())
                .isTrue();

        assertHit(tier.get(key, String.class).await());
        assertHit(acquire(other, 0));
    }

    @Test
    void anEntryLivesAsLongAsItsMetaSays() {
        tier.putDirect(key, entry(mine, "v1"), bytes("v1")).await();
        assertThat(store.ttlMillis(key)).isEqualTo(5_000);
    }

    @Test
    void anInvalidEntryIsAMissThatNamesItsIdentity_MH4() {
        tier.putDirect(key, entry(mine, "bad"), bytes("bad")).await();

        assertThat(tier.get(key, String.class).await())
                .isEqualTo(new Lookup.Invalid(MissReason.UNDECODABLE, mine.identity()));
        assertThat(acquire(other, 0)).isEqualTo(new Lookup.Invalid(MissReason.UNDECODABLE, mine.identity()));
        assertThat(acquire(other, mine.identity())).isEqualTo(Lookup.Acquired.INSTANCE);
    }

    @Test
    void aPutGoesUnderItsClaim() {
        tier.claim(key, mine, MINUTE).await();
        assertThat(tier.put(key, mine, entry(mine, "v1"), bytes("v1")).await()).isTrue();
        assertThat(tier.put(key, mine, entry(mine, "v2"), bytes("v2")).await()).isFalse();
        assertThat(tier.get(key, String.class).await()).isEqualTo(new Lookup.Invalid(MissReason.ABSENT, 0));
    }

    @Test
    void aRefusedValueDoesNotBecomeBytes() {
        assertThatExceptionOfType(RefusedValueException.class)
                .isThrownBy(() -> tier.encode(entry(mine, "refused"), String.class));
    }

    @Test
    void anEvictSaysWhetherSomethingWasThere() {
        tier.putDirect(key, entry(mine, "v1"), bytes("v1")).await();
        assertThat(tier.evict(key).await()).isTrue();
        assertThat(tier.evict(key).await()).isFalse();
    }

    private Lookup acquire(Token token, long invalid) {
        return tier.acquire(key, String.class, token, MINUTE, invalid).await();
    }

    /** With the very bytes that were stored, so that nobody has to encode them again. */
    private void assertHit(Lookup lookup) {
        assertThat(lookup).isInstanceOfSatisfying(Lookup.Hit.class, hit -> {
            assertThat(hit.entry()).isEqualTo(entry(mine, "v1"));
            assertThat(hit.bytes()).isEqualTo(bytes("v1"));
        });
    }

    private byte[] bytes(String value) {
        return tier.encode(entry(mine, value), String.class);
    }

    private static Entry entry(Token token, String value) {
        return new Entry(value, new EntryMeta(token.identity(), 0, 0, 0, 5_000));
    }

    /** Keeps strings; refuses one and cannot read another. */
    private static final class TextCodec implements EntryCodec {

        @Override
        public byte[] encode(Entry entry, @Nullable Type type) {
            if ("refused".equals(entry.value())) {
                throw new RefusedValueException("a", "b", "c");
            }
            return RemoteStoreContract.entry(new Token(entry.meta().identity(), 0), String.valueOf(entry.value()));
        }

        @Override
        public DecodedEntry decode(byte[] bytes, @Nullable Type type) {
            long identity = ByteBuffer.wrap(bytes).getLong(StoredBytes.IDENTITY_AT);
            String text = new String(
                    bytes, StoredBytes.MIN_VALUE, bytes.length - StoredBytes.MIN_VALUE, StandardCharsets.UTF_8);
            return text.equals("bad")
                    ? new DecodedEntry.Invalid(MissReason.UNDECODABLE, identity)
                    : new DecodedEntry.Valid(new Entry(text, new EntryMeta(identity, 0, 0, 0, 5_000)));
        }
    }
}
