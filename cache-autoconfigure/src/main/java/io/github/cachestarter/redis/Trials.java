package io.github.cachestarter.redis;

/** Lets somebody send commands through one connection that is not in use yet. */
final class Trials {

    private final RedisSettings settings;
    private final Primaries primaries;
    private final Calls calls;
    private final boolean sharded;

    /** @param sharded whether one command may touch only keys of one slot */
    Trials(RedisSettings settings, Primaries primaries, Calls calls, boolean sharded) {
        this.settings = settings;
        this.primaries = primaries;
        this.calls = calls;
        this.sharded = sharded;
    }

    Trial begin(Link link) {
        Primary only = primaries.of(link);
        return new Trial(only, new LettuceGateway(new Route.Single(only, sharded), settings, calls));
    }

    /** A way through one connection; after its end the connection belongs to others. */
    record Trial(Primary primary, RedisGateway gateway) implements AutoCloseable {

        @Override
        public void close() {
            primary.breaker().close();
            primary.connector().detach();
        }
    }
}
