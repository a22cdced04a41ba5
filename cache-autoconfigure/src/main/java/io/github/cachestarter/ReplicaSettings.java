package io.github.cachestarter;

import java.time.Duration;
import java.util.Objects;

/**
 * How many replicas must have an evict, put or clear before its caller goes on.
 *
 * @param count how many; 0: what the primary has is enough
 * @param timeout how long the caller waits for them, after the primary's answer
 */
public record ReplicaSettings(int count, Duration timeout) {

    /** Nobody waits. */
    public static final ReplicaSettings OFF = new ReplicaSettings(0, Duration.ofMillis(100));

    public ReplicaSettings {
        Objects.requireNonNull(timeout, "timeout");
    }
}
