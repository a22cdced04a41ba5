package io.github.cachestarter.invalidation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bus in numbers. Counts are since the start.
 *
 * @param open whether messages are proved to come through
 * @param since for how long that has been so
 * @param lag the age of the newest PING that is proved answered; null if there is none on this connection
 * @param subscribed the channels that are heard
 * @param denied the channels that the server does not let us hear
 * @param received messages that came in, ours included
 * @param ignored those of them that made no sense or are of another version
 * @param listenerFailures times that a listener threw
 * @param reconnects connections after the first
 * @param jumps times that the clocks disagreed
 * @param lastLoss why the last connection ended; null if none has
 */
public record BusSnapshot(
        boolean open,
        Duration since,
        @Nullable Duration lag,
        List<String> subscribed,
        List<String> denied,
        long received,
        long ignored,
        long listenerFailures,
        long reconnects,
        long jumps,
        @Nullable String lastLoss) {

    public BusSnapshot {
        subscribed = List.copyOf(subscribed);
        denied = List.copyOf(denied);
    }
}
