package io.github.cachestarter.load;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the parts of one cache's coordinator share. */
record LoadContext(
        CacheSettings settings,
        Storage tiers,
        Reports reports,
        TtlPolicy ttl,
        Flights flights,
        HeldKeys held,
        LoadLimit limit,
        Freshness freshness,
        Background background,
        LoadRuntime runtime) {

    /** What lies in this process; a hit is counted. Every read that found nothing {@link #nearby} comes here, once. */
    @Nullable
    LocalHit near(EntryKey key, @Nullable Type type) {
        long begun = reports.listener().timesLocalHits() ? now() : Reports.NOT_TIMED;
        LocalHit hit = tiers.find(key, type);
        if (hit == null) {
            reports.listener().localMiss(key);
        } else {
            reports.nearHit(key, begun);
        }
        return hit;
    }

    /** The same without the text of the key; nothing either if the entry may have to be refreshed. */
    @Nullable
    LocalHit nearby(Object key, @Nullable Type type) {
        long begun = reports.listener().timesLocalHits() ? now() : Reports.NOT_TIMED;
        LocalHit hit = tiers.near(key, type);
        if (hit != null && freshness.mayBeDue(hit.meta())) {
            return null;
        }
        if (hit != null) {
            reports.nearHit(key, begun);
        }
        return hit;
    }

    Duration lease() {
        return settings.load().lease();
    }

    long now() {
        return reports.now();
    }

    long millis() {
        return runtime.clock().millis();
    }

    /** Whether what was found is another release's entry that is not to be replaced yet. */
    boolean leavesAlone(Lookup lookup) {
        return SideBySide.leavesAlone(lookup, millis());
    }

    /** Renews a lease or claim that was acknowledged, until {@link #noLongerNeeds}. */
    void keepsAlive(EntryKey key, Token token) {
        runtime.renewals().begin(token, lease(), () -> tiers.renew(key, token, lease()));
    }

    /** To be said before a token is used or given back. */
    void noLongerNeeds(Token token) {
        runtime.renewals().end(token, lease());
    }

    Token newToken() {
        return runtime.newToken();
    }

    /** The entry to store for a value, null if it is not to be kept or such values are not cached. */
    @Nullable
    Entry entry(EntryKey key, Loaded loaded, Token token, long createdAt, long loadNanos) {
        Object value = loaded.value();
        List<String> tags = loaded.tags();
        OptionalLong millis = loaded.keep() ? ttl.millis(key, loaded) : OptionalLong.empty();
        if (tags == null || millis.isEmpty()) {
            return null;
        }
        int loadMillis = (int) Math.min(Integer.MAX_VALUE, loadNanos / 1_000_000);
        return new Entry(value, new EntryMeta(token.identity(), 0, createdAt, loadMillis, millis.getAsLong(), tags));
    }
}
