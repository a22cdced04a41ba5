package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.FakeChanges.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.redis.PrimaryChange;
import io.github.cachestarter.redis.PrimaryChange.Kind;
import io.github.cachestarter.redis.RedisGateway;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes pending when commands are about to go to another server. */
class ReplayOnChangeTests {

    private static final RedisGateway NOWHERE = (RedisGateway) Proxy.newProxyInstance(
            ReplayOnChangeTests.class.getClassLoader(),
            new Class<?>[] {RedisGateway.class},
            (self, method, arguments) -> {
                throw new UnsupportedOperationException();
            });

    private final InvalidationLog log = new InvalidationLog(100, () -> 0);
    private final RepairQueue queue = new RepairQueue(100, () -> 0, RepairListener.NO_OP);
    private final Repairs things = queue.forCache("things", new FakeChanges());
    private final ReplayOnChange replay = new ReplayOnChange(queue, log);

    @Test
    void a_restarted_server_is_cleared_once_for_all_instances() {
        told(Kind.RESTARTED_OR_UNRELATED, "process history");

        assertThat(things.pendingCauses()).containsExactly("process history");
        assertThat(things.pendingClear()).isNull();
    }

    /** All servers that do not tell would share one name, and only the first of them would be cleared. */
    @Test
    void a_server_that_does_not_tell_who_it_is_is_cleared_whatever_was_cleared_before() {
        told(Kind.RESTARTED_OR_UNRELATED, null);

        assertThat(things.pendingClear()).isNotNull();
        assertThat(things.pendingCauses()).isEmpty();
    }

    /** Another instance may have cleared it long ago, and this one evicted at the server before since then. */
    @Test
    void an_unrelated_server_that_ran_beside_the_one_before_is_cleared_by_every_instance() {
        told(Kind.UNRELATED, "process history");

        assertThat(things.pendingClear()).isNotNull();
        assertThat(things.pendingCauses()).isEmpty();
    }

    @Test
    void the_same_server_again_and_the_first_one_leave_nothing_to_do() {
        log.invalidated("things", "a");

        told(Kind.FIRST, "process history");
        told(Kind.SAME, "process history");

        assertThat(things.pending(key("a"))).isFalse();
    }

    /** The server before is alive: what it acknowledges between both steps is nowhere else. */
    @Test
    void what_the_server_before_acknowledges_until_the_next_one_is_used_is_told_again() {
        PrimaryChange change = change(Kind.SUCCESSOR, "process history");
        replay.beforeUse(change);
        log.acknowledged("things", key("a"), log.serverChanges());

        assertThat(things.pending(key("a"))).isFalse();

        replay.inUse(change);

        assertThat(things.pending(key("a"))).isTrue();
    }

    @Test
    void what_the_server_before_acknowledges_when_the_next_one_is_used_is_told_again_at_once() {
        long sent = log.serverChanges();
        PrimaryChange change = change(Kind.SUCCESSOR, "process history");
        replay.beforeUse(change);
        replay.inUse(change);
        log.acknowledged("things", key("a"), sent);
        log.acknowledged("things", key("b"), log.serverChanges());

        assertThat(things.pending(key("a"))).isTrue();
        assertThat(things.pending(key("b"))).isFalse();
    }

    /** What the queue itself had sent to the server before ends with nothing that is acknowledged there. */
    @Test
    void a_clear_that_the_server_before_acknowledges_late_is_told_again() {
        long sent = log.serverChanges();
        replay.inUse(change(Kind.SUCCESSOR, "process history"));
        log.acknowledged("things", sent);

        assertThat(things.pendingClear()).isNotNull();
    }

    private void told(Kind kind, @Nullable String origin) {
        assertThat(replay.beforeUse(change(kind, origin))).isCompleted();
    }

    private static PrimaryChange change(Kind kind, @Nullable String origin) {
        return new PrimaryChange(kind, "localhost:1", origin, NOWHERE, key -> true);
    }
}
