package io.github.cachestarter.remote;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.KeyNames;
import java.nio.charset.StandardCharsets;

/** Where and as whom the changes of one cache are announced, and whether the server permits that. Thread-safe. */
public final class Announcements {

    /** The bit of a script's reply that says that it could not publish. */
    static final long DENIED = 2;

    private static final String FINDING = "announcements-denied";

    private final String cache;
    private final byte[] channel;
    private final Sender sender;
    private final Findings findings;
    private final Runnable unannounced;
    private volatile boolean denied;

    /**
     * Creates the announcements of one cache.
     *
     * @param names the names of that cache
     * @param sender what tells this instance's announcements from others'
     * @param unannounced called after every change that the server did not let us announce; brief, and never throws
     */
    public Announcements(KeyNames names, Sender sender, Findings findings, Runnable unannounced) {
        this.cache = names.cache();
        this.channel = names.channel().getBytes(StandardCharsets.UTF_8);
        this.sender = sender;
        this.findings = findings;
        this.unannounced = unannounced;
    }

    byte[] channel() {
        return channel;
    }

    byte[] about(EntryKey key, Announcement.Kind kind) {
        return new Announcement(kind, sender.id(), cache, key.redisKey()).encode();
    }

    /** What a clear's announcement begins with. */
    byte[] beforeStamp() {
        return Announcement.beforeStamp(Announcement.Kind.CLEAR, sender.id(), cache);
    }

    /** A change failed: if it is made all the same, now or later, its announcement is not to be ignored here. */
    void unacknowledged() {
        sender.unacknowledged();
    }

    /** A change was made, and announced or not. */
    void sent(boolean announced) {
        if (!announced) {
            unannounced.run();
        }
        boolean deniedNow = !announced;
        if (deniedNow == denied) {
            return;
        }
        denied = deniedNow;
        if (announced) {
            findings.resolve(FINDING, cache);
            return;
        }
        findings.report(new Finding(
                Finding.Severity.ERROR,
                FINDING,
                cache,
                "The server does not let this user PUBLISH: changes of cache '" + cache
                        + "' reach Redis, but no other instance hears of them, and waiters wait too long",
                "Grant the user of spring.data.redis.username +publish and the channel pattern &"
                        + new String(channel, StandardCharsets.UTF_8)));
    }
}
