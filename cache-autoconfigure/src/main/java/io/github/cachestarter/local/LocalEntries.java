package io.github.cachestarter.local;

import io.github.cachestarter.Entry;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.Findings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.local.LocalEntry.Validity;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides for the entries of one cache whether callers share a value or get copies of it. What is provably immutable is
 * shared; the rest is kept as bytes, unless the settings say otherwise. What the codec cannot keep exactly is shared as
 * well, as every cache in memory does, and a finding tells of it. Thread-safe.
 */
final class LocalEntries {

    /** The weight of what cannot be encoded and therefore not be weighed. */
    static final int UNKNOWN_WEIGHT = 1024;

    private static final int MOST_FINDINGS = 100;

    private final String cache;
    private final LocalSettings settings;
    private final EntryCodec codec;
    private final Findings findings;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    LocalEntries(String cache, LocalSettings settings, EntryCodec codec, Findings findings) {
        this.cache = cache;
        this.settings = settings;
        this.codec = codec;
        this.findings = findings;
    }

    /**
     * The entry as it is to lie here.
     *
     * @param known the entry encoded; null: nobody has encoded it yet
     * @return null: it is too large to be kept
     */
    @Nullable
    LocalEntry entry(Entry entry, @Nullable Type type, byte @Nullable [] known, Validity validity) {
        boolean share = settings.share() || entry.value() == null || codec.immutable(entry.value(), type);
        if (share && settings.maxWeight().isEmpty()) {
            return new SharedEntry(validity, type, entry, 1);
        }
        byte[] bytes;
        try {
            bytes = known != null ? known : codec.encode(entry, type);
        } catch (RefusedValueException ex) {
            if (ex.isTooLarge()) {
                report(ex, this::tooLarge);
                return null;
            }
            if (!share) {
                report(ex, this::sharedMutable);
            }
            return new SharedEntry(validity, type, entry, UNKNOWN_WEIGHT);
        }
        return share
                ? new SharedEntry(validity, type, entry, bytes.length)
                : new CopiedEntry(validity, type, entry.meta(), codec, bytes);
    }

    private void report(RefusedValueException refusal, Function<RefusedValueException, Finding> finding) {
        if (reported.size() < MOST_FINDINGS && reported.add(refusal.where())) {
            findings.report(finding.apply(refusal));
        }
    }

    private Finding tooLarge(RefusedValueException refusal) {
        return new Finding(
                Severity.WARN,
                "value-too-large",
                cache + ": " + refusal.where(),
                "Not kept in this process, so every call loads it: " + refusal.getMessage(),
                refusal.remedy());
    }

    private Finding sharedMutable(RefusedValueException refusal) {
        return new Finding(
                Severity.WARN,
                "shared-mutable-value",
                cache + ": " + refusal.where(),
                "The cache '" + cache + "' hands the same object to all callers in this process, because it cannot be"
                        + " copied exactly: " + refusal.getMessage()
                        + ". A caller that changes it changes it for everybody",
                refusal.remedy() + ". If no caller changes it, say so: cache-starter.caches." + cache
                        + ".local.share: true");
    }
}
