package io.github.cachestarter.invalidation;

import io.github.cachestarter.redis.RedisGateway;

/** Whether commands are sent now. In a cluster some keys may be within reach while others are not. */
public interface Reach {

    /** Whether commands are sent for every key. */
    boolean all();

    /** Whether commands are sent for this Redis key. */
    boolean key(byte[] key);

    /** As the gateway says. */
    static Reach of(RedisGateway gateway) {
        return new Reach() {
            @Override
            public boolean all() {
                return gateway.available();
            }

            @Override
            public boolean key(byte[] key) {
                return gateway.available(key);
            }
        };
    }
}
