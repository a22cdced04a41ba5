package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the store makes of replies and failures; what the scripts do is in the integration tests. */
class RedisRemoteStoreTests {

    private static final KeyNames NAMES = new KeyNames("app", "1", "products");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EntryKey key = NAMES.key("milk");
    private final Token token = new Token(1, 2);
    private final byte[] entry = RemoteStoreContract.entry(token, "v1");
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final List<String> findings = new ArrayList<>();
    private final RedisRemoteStore store = new RedisRemoteStore(
            gateway,
            new PutDeadline(gateway, Duration.ofMillis(200), () -> 0L),
            new Announcements(NAMES, new Sender(() -> 7), recording(), () -> {}));

    @Test
    void aFailureIsSeenWhereTheResultIsConsumed_LM3() {
        RemoteException timeout = new RemoteException(Reason.TIMEOUT, "late", null);
        gateway.reply = () -> Pending.failed(timeout);
        Pending<RemoteStore.Reply> acquire = store.acquire(key, token, MINUTE, 0);

        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(acquire::await)
                .isSameAs(timeout);
    }

    @Test
    void aReadThatFailsIsNoMissUnlessTheKeyIsOfAnotherType() {
        gateway.value = () -> Pending.failed(new RemoteException(Reason.ERROR, "ERR something", null));
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> store.get(key).await());

        gateway.value = () -> Pending.failed(
                new RemoteException(Reason.ERROR, "WRONGTYPE Operation against a key holding the wrong kind", null));
        assertThat(store.get(key).await()).isInstanceOf(RemoteStore.Reply.Absent.class);
        assertThat(store.get(key).map(Object::toString).await()).startsWith("Absent");
    }

    @Test
    void aDirectPutNeedsTheServersTimeFirstAndOnlyOnce() {
        gateway.reply = () -> Pending.of(1L);

        assertThat(store.putDirect(key, entry, MINUTE).await()).isTrue();
        assertThat(store.putDirect(key, entry, MINUTE).await()).isTrue();

        assertThat(gateway.timeReads).isEqualTo(1);
        assertThat(gateway.ran).containsExactly(Script.PUT_DIRECT, Script.PUT_DIRECT);
    }

    @Test
    void aDirectPutThatWasLateAsksForTheTimeAgain_LH5() {
        gateway.reply = () -> Pending.of(4L);
        assertThat(store.putDirect(key, entry, MINUTE).await()).isFalse();
        gateway.reply = () -> Pending.of(1L);
        assertThat(store.putDirect(key, entry, MINUTE).await()).isTrue();

        assertThat(gateway.timeReads).isEqualTo(2);
    }

    @Test
    void aDirectPutSendsNothingWhenTheServersTimeIsNotToBeHad() {
        RemoteException away = new RemoteException(Reason.BREAKER_OPEN, "away", null);
        gateway.time = () -> Pending.failed(away);
        AtomicReference<Throwable> seen = new AtomicReference<>();

        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> store.putDirect(key, entry, MINUTE).await());
        store.putDirect(key, entry, MINUTE).whenDone(Runnable::run, (stored, failure) -> seen.set(failure));

        assertThat(seen.get()).isSameAs(away);
        assertThat(gateway.ran).isEmpty();
    }

    @Test
    void aDirectPutWorksForACallerThatDoesNotBlock() {
        gateway.reply = () -> Pending.of(1L);
        AtomicReference<Boolean> stored = new AtomicReference<>();

        store.putDirect(key, entry, MINUTE).whenDone(Runnable::run, (value, failure) -> stored.set(value));

        assertThat(stored.get()).isTrue();
    }

    @Test
    void changesThatCannotBeAnnouncedAreAFindingUntilTheyCan() {
        gateway.reply = () -> Pending.of(3L);
        assertThat(store.evict(key).await()).isTrue();
        assertThat(store.put(key, token, entry, MINUTE).await()).isTrue();
        assertThat(findings).containsExactly("ERROR announcements-denied products");

        gateway.reply = () -> Pending.of(0L);
        assertThat(store.evict(key).await()).isFalse();
        assertThat(findings).containsExactly("ERROR announcements-denied products", "resolved products");
    }

    @Test
    void aReplyThatNoScriptGivesIsAnError() {
        gateway.reply = () -> Pending.of("OK");

        assertThatIllegalStateException().isThrownBy(() -> store.evict(key).await());
    }

    private Findings recording() {
        return new Findings() {
            @Override
            public void report(Finding finding) {
                findings.add(finding.severity() + " " + finding.code() + " " + finding.subject());
            }

            @Override
            public void resolve(String code, String subject) {
                findings.add("resolved " + subject);
            }
        };
    }
}
