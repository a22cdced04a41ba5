package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.InvalidationListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for messages. Who holds a lease that others wait for says "ready" when it ends; an evict or put of the key ends the
 * lease as well; a marker ends none. Each message only means that asking again is worth while, so one too many costs a command
 * and one too few a pause: after a second, or when the lease must have run out, the waiter asks without being told. While no
 * messages are heard it asks at the pace of {@link PollingWaiting}.
 *
 * <p>A message about a key that nobody waits for costs one look into a map. Thread-safe.
 */
public final class HeardWaiting implements Waiting, InvalidationListener {

    private static final Duration SAFETY_NET = Duration.ofSeconds(1);

    private final ConcurrentMap<String, Set<Heard>> waiting = new ConcurrentHashMap<>();
    private final Waiting unheard = Waiting.polling();
    private final Predicate<String> hearing;
    private final Duration safetyNet;

    /**
     * Creates a way to wait, to be registered with whatever hears the messages.
     *
     * @param hearing whether messages about this cache arrive at this time; asked before each pause
     */
    public HeardWaiting(Predicate<String> hearing) {
        this(hearing, SAFETY_NET);
    }

    HeardWaiting(Predicate<String> hearing, Duration safetyNet) {
        this.hearing = hearing;
        this.safetyNet = safetyNet;
    }

    @Override
    public Ticket register(EntryKey key) {
        Heard ticket = new Heard(key, new Signal());
        waiting.compute(key.redisKey(), (any, there) -> {
            Set<Heard> tickets = there == null ? ConcurrentHashMap.newKeySet(2) : there;
            tickets.add(ticket);
            return tickets;
        });
        return ticket;
    }

    @Override
    public Duration pause(String cache, int attempt) {
        return hearing.test(cache) ? safetyNet : unheard.pause(cache, attempt);
    }

    @Override
    public void ready(String cache, String redisKey) {
        wake(waiting.get(redisKey));
    }

    @Override
    public void invalidated(String cache, String redisKey) {
        ready(cache, redisKey);
    }

    /** What was lost may have been the message that somebody waits for. */
    @Override
    public void flush(String cache) {
        waiting.values()
                .forEach(tickets -> tickets.stream()
                        .filter(ticket -> ticket.key.cache().equals(cache))
                        .forEach(Heard::wake));
    }

    @Override
    public void flushAll() {
        waiting.values().forEach(HeardWaiting::wake);
    }

    /** How many wait; for tests. */
    int size() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    private static void wake(@Nullable Set<Heard> tickets) {
        if (tickets != null) {
            tickets.forEach(Heard::wake);
        }
    }

    /** One who waits. Not a record: two who wait for one key are two. */
    private final class Heard implements Ticket {

        private final EntryKey key;
        private final Signal signal;

        Heard(EntryKey key, Signal signal) {
            this.key = key;
            this.signal = signal;
        }

        @Override
        public Signal signal() {
            return signal;
        }

        void wake() {
            signal.raise();
        }

        @Override
        public void close() {
            waiting.computeIfPresent(key.redisKey(), (any, tickets) -> {
                tickets.remove(this);
                return tickets.isEmpty() ? null : tickets;
            });
        }
    }
}
