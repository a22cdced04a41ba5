package io.github.cachestarter.invalidation;

import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.codec.Sender;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads messages and hands them to the listeners, on the connection's thread. Whoever may publish can send anything: what
 * cannot be read, has another version or names another cache than its channel is counted and ignored. An empty message is
 * none: with it an instance finds out whether it may publish.
 */
final class Inbox {

    private final Sender self;
    private final Listeners listeners;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong ignored = new AtomicLong();

    Inbox(Sender self, Listeners listeners) {
        this.self = self;
        this.listeners = listeners;
    }

    /** @param cache the cache of the channel on which it came */
    void message(String cache, byte[] message) {
        if (message.length == 0) {
            return;
        }
        received.incrementAndGet();
        Optional<Announcement> read = Announcement.decode(message);
        if (read.isPresent() && read.get().cache().equals(cache)) {
            handle(read.get());
        } else {
            ignored.incrementAndGet();
        }
    }

    /** A message on a channel that nobody asked for. */
    void stray() {
        received.incrementAndGet();
        ignored.incrementAndGet();
    }

    long received() {
        return received.get();
    }

    long ignored() {
        return ignored.get();
    }

    private void handle(Announcement news) {
        switch (news.kind()) {
            case CLEAR -> listeners.tell(listener -> listener.marked(news.cache(), null, news.stamp()));
            case TAG -> listeners.tell(listener -> listener.marked(news.cache(), news.key(), news.stamp()));
            case SOFT -> listeners.tell(listener -> listener.markedSoftly(news.cache(), news.stamp(), news.spread()));
            case EVICT, PUT, READY -> changed(news);
        }
    }

    // Our own changes are in the local tier already, put there in the right order by whoever made them; handled again
    // here, after that, they would throw away what was put since. Those that failed are not ours any more, see Sender.
    private void changed(Announcement change) {
        boolean changed = change.kind() != Kind.READY && !self.is(change.sender());
        listeners.tell(listener -> {
            if (changed) {
                listener.invalidated(change.cache(), change.key());
            }
            listener.ready(change.cache(), change.key());
        });
    }
}
