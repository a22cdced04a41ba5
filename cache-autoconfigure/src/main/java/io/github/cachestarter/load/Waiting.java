package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import java.time.Duration;

/**
 * How a leader waits while another instance loads its key. The message "ready" of a lease's holder wakes it where
 * messages are heard; asking again after a pause is what it falls back to. Thread-safe.
 */
public interface Waiting {

    /**
     * Begins to listen for a key. Called <em>before</em> acquire is sent, so that nothing is missed between its reply
     * and the wait. To be closed.
     */
    Ticket register(EntryKey key);

    /** How long to wait for the message about a key of this cache before acquire is asked again. */
    Duration pause(String cache, int attempt);

    /** One registration. */
    interface Ticket extends AutoCloseable {

        /** Raised when the key may be free. */
        Signal signal();

        @Override
        void close();
    }

    /** Asks again after 5 ms, and after twice as long each time up to 100 ms; hears no messages. */
    static Waiting polling() {
        return new PollingWaiting(Duration.ofMillis(5), Duration.ofMillis(100));
    }
}
