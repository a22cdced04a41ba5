package io.github.cachestarter.warmup;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.ReadKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;

/**
 * Writes down which keys this instance reads most, every five minutes and when it ends. What cannot be written is left out:
 * the next time it will be. Thread-safe.
 */
public final class HotKeyRecorder implements AutoCloseable {

    /** How often {@link #record()} is to be called. */
    public static final Duration PERIOD = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(HotKeyRecorder.class);

    private static final String NOT_RECORDED = "hot-keys-not-recorded";

    /** What ends by itself, and is told of by others. */
    private static final Set<Reason> OUTAGES =
            EnumSet.of(Reason.TIMEOUT, Reason.BREAKER_OPEN, Reason.REPAIR_PENDING, Reason.DISCONNECTED);

    private final Supplier<List<WarmedCache>> caches;
    private final CacheInsight insight;
    private final Findings findings;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Creates a recorder.
     *
     * @param caches those that record; asked each time
     * @param insight counts the reads, and what cannot be written
     * @param findings hears of what does not end by itself
     */
    public HotKeyRecorder(Supplier<List<WarmedCache>> caches, CacheInsight insight, Findings findings) {
        this.findings = findings;
        this.caches = caches;
        this.insight = insight;
    }

    /** Writes it down now. Blocks for as long as Redis takes, and no longer than a command may; never fails. */
    public void record() {
        lock.lock();
        try {
            for (WarmedCache cache : caches.get()) {
                HotKeyRecord record = cache.record();
                if (record != null && record.available()) {
                    record(cache, record);
                }
            }
        } catch (BeansException ex) {
            log.debug("The context closes, and whoever names the caches is gone", ex);
        } finally {
            lock.unlock();
        }
    }

    private void record(WarmedCache cache, HotKeyRecord record) {
        List<ReadKey> keys = insight.hottest(cache.name(), cache.most());
        try {
            if (!keys.isEmpty()) {
                record.add(keys);
            }
            findings.resolve(NOT_RECORDED, cache.name());
        } catch (RemoteException ex) {
            log.debug("The hot keys of '{}' could not be recorded; they will be the next time", cache.name(), ex);
            insight.forCache(cache.name()).error(Operation.RECORD, ex);
            if (!OUTAGES.contains(ex.reason())) {
                findings.report(finding(cache.name(), ex));
            }
        }
    }

    private static Finding finding(String cache, RemoteException failure) {
        return new Finding(
                Finding.Severity.WARN,
                NOT_RECORDED,
                cache,
                "The keys of the cache '" + cache
                        + "' that are read most could not be written down, so that the next start" + " begins cold: "
                        + failure.getMessage(),
                "Let the user of the application run scripts on the key '<prefix>:%hot:" + cache
                        + "' and give Redis room; or switch it off: cache-starter.caches." + cache
                        + ".warm-up.enabled: false");
    }

    /** Writes it down for the next start. */
    @Override
    public void close() {
        record();
    }
}
