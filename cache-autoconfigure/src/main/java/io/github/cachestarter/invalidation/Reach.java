package io.github.cachestarter.invalidation;

/** Whether commands are sent now for a Redis key. In a cluster some keys may be within reach while others are not. */
@FunctionalInterface
public interface Reach {

    /** Whether commands are sent for this Redis key. */
    boolean key(byte[] key);
}
