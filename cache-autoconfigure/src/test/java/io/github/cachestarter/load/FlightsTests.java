package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.load.Follower.Verdict;
import org.junit.jupiter.api.Test;

/** Followers who leave while their flight hands them over to the next. */
class FlightsTests {

    private final Flights flights = new Flights();
    private final Flight first = flights.joinOrLead(KEY, follower());

    @Test
    void a_follower_who_left_while_its_flight_ended_is_not_waited_for_by_the_next() {
        Follower heir = joined();
        Follower leaving = joined();
        assertThat(leaving.leave()).isTrue();
        Flight left = leaving.flight();

        flights.finish(first);
        left.left(leaving);

        Flight next = ((Verdict.Lead) heir.verdict()).flight();
        assertThat(flights.waiting(KEY)).isZero();
        assertThat(next.leaderLeft(() -> {})).as("nobody is left").isTrue();
    }

    @Test
    void no_flight_follows_when_all_followers_left_while_it_ended() {
        Follower leaving = joined();
        assertThat(leaving.leave()).isTrue();

        flights.finish(first);

        assertThat(flights.joinOrLead(KEY, follower())).as("leads").isNotNull();
    }

    @Test
    void a_follower_who_stays_is_handed_over() {
        Follower heir = joined();
        Follower staying = joined();

        flights.finish(first);

        Flight next = ((Verdict.Lead) heir.verdict()).flight();
        assertThat(staying.flight()).isSameAs(next);
        assertThat(flights.waiting(KEY)).isEqualTo(1);
        assertThat(next.leaderLeft(() -> {})).as("somebody is left").isFalse();
    }

    private Follower joined() {
        Follower follower = follower();
        assertThat(flights.joinOrLead(KEY, follower)).as("joined").isNull();
        return follower;
    }

    private static Follower follower() {
        return new Follower(null, null, null, false);
    }
}
