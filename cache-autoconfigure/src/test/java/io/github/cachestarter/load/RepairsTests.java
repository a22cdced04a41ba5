package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.EvictionPendingException;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.invalidation.InvalidationLog;
import io.github.cachestarter.invalidation.RepairListener;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.invalidation.Repairs;
import io.github.cachestarter.invalidation.ReplayOnChange;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Door;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import io.github.cachestarter.redis.PrimaryChange;
import io.github.cachestarter.redis.PrimaryChange.Kind;
import io.github.cachestarter.redis.RedisGateway;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes that do not reach Redis: what this instance reads until they have. */
class RepairsTests {

    private static final RedisGateway NOWHERE = (RedisGateway) Proxy.newProxyInstance(
            RepairsTests.class.getClassLoader(), new Class<?>[] {RedisGateway.class}, (self, method, arguments) -> {
                throw new UnsupportedOperationException();
            });

    private final Rig rig = new Rig();
    private final RepairQueue queue = new RepairQueue(100, System::nanoTime, new RepairListener() {
        @Override
        public void emptied(long repaired) {
            try {
                whenEmptied.call();
            } catch (Exception ex) {
                throw new AssertionError(ex);
            }
        }
    });
    private final InvalidationLog log = new InvalidationLog(100, System::nanoTime);
    private final SentChanges changes = new SentChanges("things", new byte[0], rig.store, log);
    private final Repairs repairs = queue.forCache("things", changes);
    private final Instance one = instance(Rig.settings(Rig.LONG));
    private final Instance other = rig.instance();
    private final AtomicInteger database = new AtomicInteger(1);
    private Callable<Object> whenEmptied = () -> null;
    private Object readThen;

    @AfterEach
    void close() {
        rig.close();
    }

    /** Checks RM1 and RM2 of the protocol model: the key is pending when evict returns, and pending is honoured. */
    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"TIMEOUT", "BREAKER_OPEN", "DISCONNECTED", "NOT_WRITABLE", "DENIED"})
    void a_key_whose_eviction_is_lost_is_not_read_from_redis(Reason reason) throws Exception {
        one.get(database::get);
        database.set(2);
        rig.store.next(Op.EVICT, StagedStore.failing(reason));

        one.evict();

        assertThat(other.get(database::get)).as("the old value lies there").isEqualTo(1);
        assertThat(one.get(database::get)).isEqualTo(2);
        assertThat(rig.heard.count("fallback REPAIR_PENDING")).isEqualTo(1);
    }

    @Test
    void while_it_is_pending_nothing_is_leased_or_stored() throws Exception {
        rig.store.next(Op.EVICT, StagedStore.failing(Reason.TIMEOUT));
        one.evict();
        int before = rig.store.sent();

        one.get(database::get);
        one.loads().peek(KEY, null).await();
        Token lease = one.loads().readFenced(KEY, null).await().token();
        Token claim = one.loads().claim(KEY).await();

        assertThat(rig.store.sent()).isEqualTo(before);
        assertThat(lease).isNull();
        assertThat(claim).isNull();
    }

    @Test
    void other_keys_are_not_concerned() throws Exception {
        one.get(database::get);
        rig.store.next(Op.EVICT, StagedStore.failing(Reason.TIMEOUT));
        one.loads().evict(Rig.key("another")).await();
        database.set(2);

        assertThat(one.get(database::get)).isEqualTo(1);
    }

    @Test
    void an_eviction_that_arrives_later_ends_it() throws Exception {
        rig.store.next(Op.EVICT, StagedStore.failing(Reason.TIMEOUT));
        one.evict();

        one.evict();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(one.get(database::get)).isEqualTo(1);
        assertThat(rig.store.stored(KEY)).isNotNull();
    }

    @Test
    void a_put_that_timed_out_counts_as_an_eviction() throws Exception {
        one.get(database::get);
        database.set(2);
        rig.store.next(Op.PUT_DIRECT, StagedStore.failing(Reason.TIMEOUT));

        one.loads().put(KEY, null, 2).await();

        assertThat(repairs.pending(KEY)).isTrue();
        assertThat(one.get(database::get)).isEqualTo(2);
    }

    @Test
    void a_claimed_put_that_timed_out_counts_as_an_eviction() throws Exception {
        one.get(database::get);
        Token claim = one.loads().claim(KEY).await();
        database.set(2);
        rig.store.next(Op.PUT, StagedStore.failing(Reason.TIMEOUT));

        one.loads().putClaimed(KEY, null, claim, 2).await();

        assertThat(repairs.pending(KEY)).isTrue();
        assertThat(one.get(database::get)).isEqualTo(2);
    }

    /** The claim may be older than the change that is pending. */
    @Test
    void a_put_that_arrives_does_not_end_a_pending_eviction() throws Exception {
        Token claim = one.loads().claim(KEY).await();
        rig.store.next(Op.EVICT, StagedStore.failing(Reason.TIMEOUT));
        one.evict();

        one.loads().putClaimed(KEY, null, claim, 1).await();

        assertThat(repairs.pending(KEY)).isTrue();
    }

    @Test
    void a_lost_clear_keeps_every_key_of_the_cache_from_being_read() throws Exception {
        one.get(database::get);
        database.set(2);
        rig.store.next(Op.CLEAR, StagedStore.failing(Reason.TIMEOUT));

        one.loads().clear().await();

        assertThat(one.get(database::get)).isEqualTo(2);

        one.loads().clear().await();

        assertThat(queue.isEmpty()).isTrue();
    }

    /** The entries are there still, and only the marker tells: it is known here before the cache is read again. */
    @Test
    void who_reads_when_a_pending_clear_is_through_finds_nothing_from_before_it() throws Exception {
        one.get(database::get);
        repairs.clear();
        database.set(2);
        rig.store.next(Op.CLEAR, unheard());
        whenEmptied = () -> readThen = one.get(database::get);

        one.loads().clear().await();

        assertThat(readThen).isEqualTo(2);
    }

    /** Whether anything was pending was asked before, and the repair is through before the reply is looked at. */
    @ParameterizedTest
    @EnumSource(
            value = Op.class,
            names = {"GET", "ACQUIRE"})
    void what_a_server_that_took_over_meanwhile_had_back_is_not_read(Op op) throws Exception {
        one.get(database::get);
        byte[] old = rig.store.stored(KEY);
        one.evict();
        database.set(2);
        Held command = Held.command();
        rig.store.next(op, command);
        CompletableFuture<Object> call = rig.call(() -> one.get(database::get));
        command.awaitArrival();
        takenOver(old);

        command.letGo();

        assertThat(Rig.get(call)).isEqualTo(2);
        assertThat(rig.heard.count("fallback REPAIR_PENDING")).isEqualTo(1);
    }

    @Test
    void a_lost_tag_counts_as_a_lost_clear() throws Exception {
        one.get(database::get);
        rig.store.next(Op.EVICT_TAG, StagedStore.failing(Reason.TIMEOUT));

        one.loads().evictTag("t").await();

        assertThat(repairs.pending(KEY)).isTrue();
    }

    @Test
    void a_load_that_runs_when_the_eviction_is_lost_is_joined_by_nobody() throws Exception {
        HeldLoader old = new HeldLoader(database);
        CompletableFuture<Object> before = rig.call(() -> one.get(old));
        old.awaitRead();
        database.set(2);
        rig.store.next(Op.EVICT, StagedStore.failing(Reason.TIMEOUT));
        one.evict();

        assertThat(one.get(database::get)).isEqualTo(2);

        old.letGo();
        assertThat(Rig.get(before)).isEqualTo(1);
        assertThat(one.get(database::get)).isEqualTo(2);
    }

    @Test
    void where_a_lost_change_is_to_be_thrown_the_caller_gets_it_and_it_is_pending_all_the_same() {
        Instance throwing = instance(Rig.throwing());
        rig.store.always(StagedStore.failing(Reason.TIMEOUT));

        assertThatThrownBy(() -> throwing.loads().evict(KEY).await())
                .isInstanceOf(EvictionPendingException.class)
                .hasMessageContainingAll("EVICT", "'k'", "'things'", "on-evict-failure")
                .hasRootCauseInstanceOf(io.github.cachestarter.RemoteException.class);
        assertThatThrownBy(() -> throwing.loads().put(Rig.key("p"), null, 1).await())
                .isInstanceOf(EvictionPendingException.class)
                .hasMessageContaining("PUT");
        assertThat(repairs.pending(KEY)).isTrue();
        assertThat(repairs.pending(Rig.key("p"))).isTrue();
        assertThat(repairs.pending(Rig.key("q"))).isFalse();

        assertThatThrownBy(() -> throwing.loads().clear().await())
                .isInstanceOf(EvictionPendingException.class)
                .hasMessageContaining("everything");
        assertThat(repairs.pending(Rig.key("q"))).isTrue();
    }

    @Test
    void a_read_is_never_the_one_who_is_told() throws Exception {
        Instance throwing = instance(Rig.throwing());
        rig.store.always(StagedStore.failing(Reason.TIMEOUT));

        assertThat(throwing.get(database::get)).isEqualTo(1);
    }

    /** The instance is told of what it does by the reply alone. */
    private Door unheard() {
        return new Door() {
            @Override
            public <T> Pending<T> pass(Supplier<T> command) {
                one.gate().set(false);
                T reply = command.get();
                one.gate().set(true);
                return Pending.of(reply);
            }
        };
    }

    /** It has this entry back, and the command that is under way finds it, although the repair is acknowledged by then. */
    private void takenOver(byte[] old) {
        ReplayOnChange replay = new ReplayOnChange(queue, log);
        PrimaryChange change = new PrimaryChange(Kind.SUCCESSOR, "localhost:1", "history", NOWHERE, key -> true);
        replay.beforeUse(change);
        replay.inUse(change);
        assertThat(repairs.pending(KEY)).isTrue();
        one.evict();
        assertThat(repairs.pending(KEY)).isFalse();
        rig.store.plant(KEY, old);
    }

    private Instance instance(CacheSettings settings) {
        return rig.over(
                new RepairingStore(changes, repairs),
                (markers, known) -> new RepairingMarkers(markers, known, changes, repairs),
                settings);
    }
}
