package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.load.Rig.Instance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls inside transactions, which hold a connection while they wait. */
class BoundTests {

    private final Rig rig = new Rig();
    private final HeldLoader slow = new HeldLoader(() -> "leader's");

    @AfterEach
    void close() {
        slow.letGo();
        rig.close();
    }

    @Test
    void they_do_not_wait_long_for_a_leader_that_may_need_a_connection() {
        Instance one = rig.instance(Rig.settings(Rig.LONG));
        CompletableFuture<Object> leader = rig.call(() -> one.get(slow));
        slow.awaitRead();

        Bound own = () -> "own";
        assertThat(Rig.get(rig.call(() -> one.get(own)))).isEqualTo("own");

        assertThat(leader).isNotDone();
        slow.letGo();
        assertThat(Rig.get(leader)).isEqualTo("leader's");
        assertThat(one.loads().peek(KEY, null).await().value()).isEqualTo("leader's");
    }

    @Test
    void they_share_the_load_of_a_leader_that_has_its_own_connection() {
        Duration waitMax = Duration.ofSeconds(15);
        Instance one = rig.instance(Rig.settings(waitMax));
        Bound leading = slow::call;
        CompletableFuture<Object> leader = rig.call(() -> one.get(leading));
        slow.awaitRead();

        Bound own = () -> "own";
        CompletableFuture<Object> follower = rig.call(() -> one.get(own));

        await().during(waitMax.dividedBy(10)).until(() -> !follower.isDone());
        slow.letGo();
        assertThat(Rig.get(leader)).isEqualTo("leader's");
        assertThat(Rig.get(follower)).isEqualTo("leader's");
    }
}
