package io.github.cachestarter.invalidation;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.Findings;
import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.redis.SubscriptionListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Opens and shuts the gates of all caches. The order of three things carries the whole promise:
 *
 * <ol>
 *   <li>a channel is subscribed to: from here on no message is missed;
 *   <li><em>then</em> what this process holds of that cache is thrown away, since messages may have been missed before;
 *   <li><em>then</em> a PING is sent, and when it is proved answered the gate opens until H after it was <em>sent</em>.
 * </ol>
 *
 * <p>A gate needs nobody to shut it: without the next proof its time runs out, whatever hangs or stands still. That is what
 * bounds the silent failures; the loud ones shut it at once. On a loss nothing is thrown away: with the gate shut nobody
 * uses what lies there, except for whoever serves old values on purpose during an outage, for a time of its own; and what
 * comes back behind an open gate has passed the flush.
 *
 * <p>Proved by the checks GM1 (the time of sending, not of the reply), GM5 (no PONG overtakes a message) and GM6 (a flush
 * when subscribed) of the protocol model. For the one thread of the subscriptions, except where it says otherwise.
 */
final class Gatekeeper implements SubscriptionListener {

    private static final String DENIED = "invalidation-denied";
    private static final Duration LEAST_JUMP = Duration.ofMillis(50);

    private final Inbox inbox;
    private final Listeners listeners;
    private final Findings findings;
    private final LongSupplier nanoTime;
    private final Duration maxStaleness;
    private final ClockJump clocks;
    private final BusState state;

    /** By channel; read by all threads. */
    private final Map<String, CacheGate> gates = new ConcurrentHashMap<>();

    Gatekeeper(BusSettings settings, Inbox inbox, Listeners listeners, Findings findings) {
        this.inbox = inbox;
        this.listeners = listeners;
        this.findings = findings;
        this.nanoTime = settings.nanoTime();
        this.maxStaleness = settings.maxStaleness();
        this.clocks = new ClockJump(nanoTime, settings.wall(), jump(maxStaleness));
        this.state = new BusState(settings);
    }

    /** A twentieth of the staleness; not so little that adjusting a clock looks like a jump. */
    private static Duration jump(Duration maxStaleness) {
        Duration share = maxStaleness.dividedBy(20);
        return share.compareTo(LEAST_JUMP) < 0 ? LEAST_JUMP : share;
    }

    /** The gate of this channel's cache, shut at first. Any thread. */
    CacheGate gate(String cache, String channel) {
        return gates.computeIfAbsent(channel, name -> new CacheGate(cache, nanoTime.getAsLong(), maxStaleness));
    }

    BusState state() {
        return state;
    }

    List<String> subscribed() {
        return channels(CacheGate::isSubscribed);
    }

    List<String> denied() {
        return channels(CacheGate::isDenied);
    }

    boolean isDenied(String cache) {
        return gates.values().stream()
                .anyMatch(gate -> gate.isDenied() && gate.cache().equals(cache));
    }

    /**
     * Never throws: the connection would not find the beginning of the next message. What could not be applied, for want
     * of memory for one, counts as lost, since the PONGs would go on to prove that it was heard.
     */
    @Override
    public void message(byte[] channel, byte[] message) {
        CacheGate gate = gates.get(new String(channel, StandardCharsets.UTF_8));
        if (gate == null) {
            inbox.stray();
        } else {
            try {
                inbox.message(gate.cache(), message);
            } catch (RuntimeException | Error ex) {
                gate.missed();
                listeners.failed(ex);
            }
        }
    }

    @Override
    public void connected() {
        state.connected();
    }

    @Override
    public void subscribed(String channel) {
        CacheGate gate = gates.get(channel);
        if (gate != null) {
            findings.resolve(DENIED, gate.cache());
            listeners.tell(listener -> listener.flush(gate.cache()));
            gate.subscribed(nanoTime.getAsLong());
        }
    }

    @Override
    public void denied(String channel, RemoteException failure) {
        CacheGate gate = gates.get(channel);
        if (gate != null) {
            gate.denied();
            findings.report(new Finding(
                    Severity.ERROR,
                    DENIED,
                    gate.cache(),
                    "The server does not let this user publish on and subscribe to " + channel
                            + ", so that instances do"
                            + " not tell each other what they change: cache '" + gate.cache()
                            + "' works without its local tier (" + failure.getMessage() + ")",
                    "Let the user of spring.data.redis.username use the channel: ACL SETUSER <user> +subscribe"
                            + " +publish &" + channel));
        }
    }

    @Override
    public void tick() {
        lookAtClocks();
        gates.values().forEach(this::makeUp);
        state.tick();
    }

    @Override
    public void proved(long sentNanos) {
        lookAtClocks();
        gates.values().forEach(gate -> gate.proved(sentNanos));
        state.proved(sentNanos);
    }

    @Override
    public void disconnected(String why) {
        gates.values().forEach(CacheGate::unsubscribed);
        state.disconnected(why);
    }

    /** What was lost before this is thrown away with all the rest; what is lost meanwhile is made up for the next time. */
    private void makeUp(CacheGate gate) {
        if (gate.takeMissed()) {
            try {
                listeners.tell(listener -> listener.flush(gate.cache()));
            } catch (RuntimeException | Error ex) {
                gate.missed();
                listeners.failed(ex);
            }
        }
    }

    private void lookAtClocks() {
        if (clocks.happened()) {
            gates.values().forEach(CacheGate::shut);
            listeners.tell(InvalidationListener::flushAll);
            long now = nanoTime.getAsLong();
            gates.values().forEach(gate -> gate.flushed(now));
            state.jumped();
        }
    }

    private List<String> channels(Predicate<CacheGate> which) {
        return gates.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
