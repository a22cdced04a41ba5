package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.remote.RemoteStore.Reply;
import io.github.cachestarter.testing.RedisServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that is full, late or strict. */
class RedisRemoteStoreFaultsIntegrationTests {

    private static final KeyNames NAMES = new KeyNames("app", "1", "products");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration PATIENT = Duration.ofSeconds(30);

    /** For a server that is stopped: whoever sends it something waits for as long. */
    private static final Duration IMPATIENT = Duration.ofSeconds(1);

    private final EntryKey key = NAMES.key("milk");
    private final Token mine = new Token(11, 1);
    private final Token other = new Token(22, 2);
    private final List<String> findings = new ArrayList<>();

    private RedisServerProcess server;
    private RedisAccess access;
    private RedisRemoteStore store;

    @BeforeEach
    void start() {
        server = RedisServerProcess.start("--maxmemory-policy", "noeviction");
        connect(server.url(), PATIENT);
        everyScriptOnce();
    }

    private void becomeImpatient() {
        access.close();
        connect(server.url(), IMPATIENT);
        everyScriptOnce();
    }

    @AfterEach
    void stop() {
        access.close();
        server.close();
    }

    @Test
    void anEvictWorksWhenMemoryIsFull() {
        plant("v1");
        fill();

        assertThat(store.evict(key).await()).isTrue();

        assertThat(store.get(key).await()).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void aMissGetsNoLeaseWhenMemoryIsFull() {
        fill();

        assertOutOfMemory(store.acquire(key, mine, MINUTE, 0));

        assertThat(stored()).isNull();
    }

    @Test
    void aStoreThatFindsMemoryFullGivesTheLeaseBackAndWakesWaiters() {
        store.acquire(key, mine, MINUTE, 0).await();
        store.acquire(key, other, MINUTE, 0).await();
        try (Listening listening = new Listening(server, NAMES.channel())) {
            fill();

            assertOutOfMemory(store.store(key, mine, entry("v1"), MINUTE));

            assertThat(stored()).isNull();
            assertThat(listening.announced()).extracting(Announcement::kind).containsExactly(Kind.READY);
        }
    }

    @Test
    void aPutThatFindsMemoryFullLeavesNoOlderValue() {
        plant("old");
        store.claim(key, mine, MINUTE).await();
        fill();

        assertThat(store.put(key, mine, entry("new"), MINUTE).await()).isFalse();

        assertThat(stored()).isNull();
    }

    @Test
    void aDirectPutThatFindsMemoryFullLeavesNoOlderValue() {
        plant("old");
        fill();

        assertThat(store.putDirect(key, entry("new"), MINUTE).await()).isFalse();

        assertThat(stored()).isNull();
    }

    @Test
    void aClaimThatFindsMemoryFullIsNotAcknowledgedAndChangesNothing() {
        plant("v1");
        Object before = stored();
        fill();

        assertOutOfMemory(store.claim(key, mine, MINUTE));

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aClaimThatCannotBeTakenOffAFullServerStaysUntilItsDeadline() {
        plant("v1");
        store.claim(key, mine, MINUTE).await();
        fill();

        assertThat(store.release(key, mine).await()).isFalse();

        assertThat(store.get(key).await()).isInstanceOf(Reply.Value.class);
    }

    @Test
    void aWaiterOfAFullServerIsStillToldHowLongToWait() {
        store.acquire(key, mine, MINUTE, 0).await();
        fill();

        assertThat(store.acquire(key, other, MINUTE, 0).await()).isInstanceOf(Reply.Busy.class);
    }

    @Test
    void aDirectPutThatRunsAfterItsCallerGaveUpRemoves_LH5() {
        becomeImpatient();
        plant("newer");
        server.pause();
        Pending<Boolean> put = store.putDirect(key, entry("older"), MINUTE);
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(put::await)
                .matches(failure -> failure.reason() == Reason.TIMEOUT);
        server.resume();

        awaitNothingStored();
    }

    @Test
    void aPutThatRunsAfterTheEvictThatRepairedItRemoves_LH5() {
        becomeImpatient();
        store.claim(key, mine, MINUTE).await();
        server.pause();
        Pending<Boolean> put = store.put(key, mine, entry("older"), MINUTE);
        assertThatExceptionOfType(RemoteException.class).isThrownBy(put::await);
        server.resume();
        await().atMost(60, TimeUnit.SECONDS).until(access.gateway()::available);

        // Whether the late put has run by now or runs later: what follows an evict is never older than it.
        await().atMost(60, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> store.evict(key).await() != null);
        assertThat(store.put(key, mine, entry("older"), MINUTE).await()).isFalse();
        awaitNothingStored();
    }

    @Test
    void aLateAcquireCostsOneLeaseAndNothingElse_LM3() {
        becomeImpatient();
        server.pause();
        Pending<Reply> acquire = store.acquire(key, mine, Duration.ofMillis(300), 0);
        assertThatExceptionOfType(RemoteException.class).isThrownBy(acquire::await);
        server.resume();

        await().atMost(60, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> store.acquire(key, other, MINUTE, 0).await() instanceof Reply.Absent);
        assertThat(store.store(key, mine, entry("late"), MINUTE).await()).isFalse();
    }

    @Test
    void aLateStoreIsRefusedOnceTheKeyWasEvicted_LM2() {
        becomeImpatient();
        store.acquire(key, mine, MINUTE, 0).await();
        server.admin().command("CLIENT", "PAUSE", "60000", "WRITE");
        Pending<Boolean> late = store.store(key, mine, entry("late"), MINUTE);
        assertThatExceptionOfType(RemoteException.class).isThrownBy(late::await);
        server.admin().command("CLIENT", "UNPAUSE");
        await().atMost(60, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> store.evict(key).await() != null);

        assertThat(store.store(key, mine, entry("late"), MINUTE).await()).isFalse();
        assertThat(stored()).isNull();
    }

    @Test
    void anEvictIsDoneAndReportedWhereItMayNotBeAnnounced() {
        server.admin().command("ACL", "SETUSER", "quiet", "on", ">secret", "~*", "+@all", "-publish", "resetchannels");
        access.close();
        connect("redis://quiet:secret@127.0.0.1:" + server.port(), PATIENT);
        plant("v1");

        assertThat(store.evict(key).await()).isTrue();

        assertThat(stored()).isNull();
        assertThat(findings).containsExactly("announcements-denied");
        store.claim(key, mine, MINUTE).await();
        assertThat(store.put(key, mine, entry("v2"), MINUTE).await()).isTrue();
        assertThat(store.putDirect(key, entry("v3"), MINUTE).await()).isTrue();
        assertThat(findings).hasSize(1);
    }

    private void connect(String url, Duration timeout) {
        access = RedisAccess.open(url, new RedisSettings(timeout, timeout, Duration.ofSeconds(10)));
        assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
        PutDeadline deadline = new PutDeadline(access.gateway(), timeout, System::nanoTime);
        store = new RedisRemoteStore(
                access.gateway(), deadline, new Announcements(NAMES, new Sender(() -> 1), recording(), () -> {}));
    }

    private Findings recording() {
        return new Findings() {
            @Override
            public void report(Finding finding) {
                findings.add(finding.code());
            }

            @Override
            public void resolve(String code, String subject) {}
        };
    }

    private void everyScriptOnce() {
        EntryKey warm = NAMES.key("warm");
        store.acquire(warm, other, MINUTE, 0).await();
        store.store(warm, other, entry("x"), MINUTE).await();
        store.release(warm, other).await();
        store.claim(warm, other, MINUTE).await();
        store.put(warm, other, entry("x"), MINUTE).await();
        store.putDirect(warm, entry("x"), MINUTE).await();
        store.evict(warm).await();
    }

    private void fill() {
        server.admin().configure("maxmemory", "1");
    }

    private void plant(String body) {
        String bytes = new String(entry(body), StandardCharsets.ISO_8859_1);
        server.admin().command("SET", key.redisKey(), bytes, "PX", "60000");
    }

    private byte[] entry(String body) {
        return RemoteStoreContract.entry(mine, body);
    }

    private Object stored() {
        return server.admin().command("GET", key.redisKey());
    }

    private void awaitNothingStored() {
        await().atMost(60, TimeUnit.SECONDS).until(() -> stored() == null);
    }

    private static void assertOutOfMemory(Pending<?> pending) {
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(pending::await)
                .matches(failure -> failure.reason() == Reason.OUT_OF_MEMORY);
    }
}
