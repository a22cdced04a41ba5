package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.load.Fenced.Answer;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.load.LoadCoordinator.Present;
import io.github.cachestarter.load.Waiting.Ticket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts a value where nothing is, as a load would that gives it: whoever takes the lease stores, and all others wait for him
 * and find his value. So of several who put at a time exactly one does, in however many processes they are.
 *
 * <p>A store that is refused was overtaken, by an evict for example: then the key is looked at again. Where there is no lease
 * to be had, since others hold it or overtake this one for longer than {@code wait-max}, or the remote tier is away, the value
 * is put all the same, and the last one wins. Thread-safe.
 */
final class AbsentPuts {

    /**
     * A value that was not kept so many times never is, a null for example. Who was overtaken as often is up against somebody
     * who goes on, and takes a breath each time.
     */
    private static final int OFTEN = 3;

    private static final Duration BREATH = Duration.ofMillis(5);

    private final LoadContext context;
    private final Fenced fenced;
    private final Writes writes;

    AbsentPuts(LoadContext context, Fenced fenced, Writes writes) {
        this.context = context;
        this.fenced = fenced;
        this.writes = writes;
    }

    /** Null: nothing was there. */
    @Nullable
    Present put(EntryKey key, @Nullable Object value) {
        long started = context.now();
        int refused = 0;
        boolean again = !isWithinOwn(key);
        for (int polls = 0; again; polls++) {
            try (Ticket ticket = context.runtime().waiting().register(key)) {
                FencedRead read = fenced.read(key, null).await();
                if (read.hit() != null) {
                    return new Present(read.hit().value());
                }
                if (read.token() == null) {
                    Duration pause = context.runtime().waiting().pause(key.cache(), polls);
                    again = read.busy() && awaited(ticket, pause, started);
                } else {
                    Answer answer = fenced.offer(key, null, read.token(), value, started)
                            .await();
                    if (answer == Answer.STORED) {
                        return null;
                    }
                    boolean overtaken = answer == Answer.OVERTAKEN;
                    again = ++refused < OFTEN || (overtaken && awaited(ticket, BREATH, started));
                }
            }
        }
        writes.put(key, null, value).await();
        return null;
    }

    /** Whether this thread loads or puts the key at the moment: it must not wait for itself. */
    private boolean isWithinOwn(EntryKey key) {
        if (context.held().by(Thread.currentThread(), key)) {
            return true;
        }
        for (Flight outer = context.runtime().waits().loading(); outer != null; outer = outer.within()) {
            if (outer.key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** False: it has waited for long enough, or is interrupted. */
    private boolean awaited(Ticket ticket, Duration pause, long started) {
        long left = context.settings().load().waitMax().toNanos()
                - context.reports().since(started);
        if (left <= 0) {
            return false;
        }
        try {
            var unused = ticket.signal().await(Math.min(left, pause.toNanos()));
            return true;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
