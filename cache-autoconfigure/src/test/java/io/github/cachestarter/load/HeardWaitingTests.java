package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import io.github.cachestarter.load.Waiting.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiters that are woken by messages. The safety net is an hour wide here: who is not woken fails its test. */
class HeardWaitingTests {

    private static final Duration NEVER = Duration.ofHours(1);

    private final Rig rig = new Rig();
    private final HeardWaiting waiting = new HeardWaiting(cache -> true, NEVER);
    private final List<Announcement> published = new ArrayList<>();
    private final Instance holder = rig.instance();
    private final Instance waiter = rig.instance(Rig.settings(Rig.LONG), waiting);

    HeardWaitingTests() {
        rig.store.hears(this::deliver);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_waiter_is_woken_when_the_value_is_there_and_asks_no_more_than_twice() {
        HeldLoader loader = new HeldLoader(() -> "v");
        CompletableFuture<Object> loading = rig.call(() -> holder.get(loader));
        loader.awaitRead();
        CompletableFuture<Object> waited = waiterWaits();

        loader.letGo();

        assertThat(Rig.get(waited)).isEqualTo("v");
        assertThat(Rig.get(loading)).isEqualTo("v");
        assertThat(rig.store.sent(Op.ACQUIRE))
                .as("the holder's, the waiter's two")
                .isEqualTo(3);
        assertThat(waiting.size()).as("registrations left").isZero();
    }

    @Test
    void a_failed_load_wakes_waiters_at_once_H11() {
        HeldLoader loader = new HeldLoader(() -> "v");
        CompletableFuture<Object> loading = rig.call(() -> holder.get(() -> {
            loader.call();
            throw new IllegalStateException("no database");
        }));
        loader.awaitRead();
        CompletableFuture<Object> waited = waiterWaits();

        loader.letGo();

        assertThat(Rig.get(waited)).isEqualTo("mine");
        await().until(loading::isCompletedExceptionally);
    }

    @Test
    void an_evict_wakes_waiters_H11() {
        rig.store.lease(KEY, new Token(1, 2), Duration.ofMinutes(10));
        CompletableFuture<Object> waited = waiterWaits();

        holder.evict();

        assertThat(Rig.get(waited)).isEqualTo("mine");
    }

    @Test
    void what_happens_between_the_acquire_and_its_reply_is_heard_H11() {
        rig.store.lease(KEY, new Token(1, 2), Duration.ofMinutes(10));
        Held acquire = Held.reply();
        rig.store.next(Op.ACQUIRE, acquire);
        CompletableFuture<Object> waited = rig.call(() -> waiter.get(() -> "mine"));
        acquire.awaitArrival();
        holder.evict();

        acquire.letGo();

        assertThat(Rig.get(waited)).isEqualTo("mine");
    }

    @Test
    void lost_messages_of_a_cache_wake_its_waiters_only() {
        Ticket mine = waiting.register(KEY);
        Ticket other = waiting.register(new EntryKey("others", "k", "app:1:others:k"));

        waiting.flush("things");

        assertThat(raised(mine)).isTrue();
        assertThat(raised(other)).isFalse();
    }

    @Test
    void messages_about_other_keys_wake_nobody() {
        Ticket mine = waiting.register(KEY);

        waiting.ready("things", "app:1:things:other");
        waiting.invalidated("things", "app:1:things:other");

        assertThat(raised(mine)).isFalse();
    }

    @Test
    void lost_messages_wake_everybody() {
        Ticket first = waiting.register(KEY);
        Ticket second = waiting.register(KEY);
        first.close();

        waiting.flushAll();

        assertThat(raised(first)).as("closed").isFalse();
        assertThat(raised(second)).isTrue();
        second.close();
        assertThat(waiting.size()).isZero();
    }

    @Test
    void while_no_messages_about_a_cache_are_heard_it_asks_at_the_pace_of_polling() {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        heard.add("others");
        HeardWaiting sometimes = new HeardWaiting(heard::contains);
        Waiting polling = Waiting.polling();

        assertThat(sometimes.pause("things", 0)).isEqualTo(polling.pause("things", 0));
        assertThat(sometimes.pause("things", 30)).isEqualTo(polling.pause("things", 30));
        assertThat(sometimes.pause("others", 0)).isEqualTo(Duration.ofSeconds(1));
        heard.add("things");
        assertThat(sometimes.pause("things", 0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void misses_without_waiters_publish_nothing() throws Exception {
        waiter.loads().peek(KEY, null).await();
        published.clear(); // the first use of all makes the markers

        waiter.get(() -> "v");

        assertThat(published).isEmpty();
    }

    /** Its leader has been told to wait. */
    private CompletableFuture<Object> waiterWaits() {
        int before = rig.heard.count("leaseAwaited");
        CompletableFuture<Object> waited = rig.call(() -> waiter.get(() -> "mine"));
        await().until(() -> rig.heard.count("leaseAwaited") > before);
        return waited;
    }

    private void deliver(Announcement message) {
        published.add(message);
        if (message.kind() == Announcement.Kind.READY) {
            waiting.ready(message.cache(), message.key());
        } else {
            waiting.invalidated(message.cache(), message.key());
        }
    }

    private static boolean raised(Ticket ticket) {
        try {
            return ticket.signal().await(0);
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }
}
