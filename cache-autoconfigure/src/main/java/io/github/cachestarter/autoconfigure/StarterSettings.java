package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.autoconfigure.CacheStarterProperties.Mode;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.OnRefused;
import io.github.cachestarter.insight.NameWords;
import io.github.cachestarter.redis.ServerCheckMode;
import io.github.cachestarter.warmup.WarmUp;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What holds for the whole starter after defaults were applied: nothing is null, everything is validated.
 *
 * @param mode which tiers are used
 * @param prefix the first part of every Redis key
 * @param createOnDemand whether a cache that nobody named is created at its first use
 * @param cacheNames the caches that exist from the start, sorted
 * @param serverCheck what a bad server setup leads to
 * @param timeouts how long commands may take
 * @param maxStaleness how long an entry in the memory of one instance may outlive its eviction by another
 * @param repair what becomes of changes that Redis has not acknowledged
 * @param values how values are kept exact
 * @param readiness what the readiness audit is told
 * @param insight what is looked at beside what is counted
 * @param warmUp what the start may take
 */
record StarterSettings(
        Mode mode,
        String prefix,
        boolean createOnDemand,
        List<String> cacheNames,
        ServerCheckMode serverCheck,
        Timeouts timeouts,
        Duration maxStaleness,
        Repair repair,
        Values values,
        Readiness readiness,
        Insight insight,
        WarmUp.Limits warmUp) {

    StarterSettings {
        cacheNames = List.copyOf(cacheNames);
    }

    /** How long a read, a write and a connection may take; positive. */
    record Timeouts(Duration read, Duration write, Duration connect) {}

    /**
     * What becomes of changes that Redis has not acknowledged.
     *
     * @param maxKeys how many keys are kept at most; positive
     * @param shutdownWait how long a shutdown waits for them
     */
    record Repair(int maxKeys, Duration shutdownWait) {}

    /**
     * What the readiness audit is told.
     *
     * @param log whether it says at start what it found
     * @param sensitive the caches whose data is sensitive
     * @param accept the items that do not count, as they were written
     */
    record Readiness(boolean log, Set<String> sensitive, Set<String> accept) {

        Readiness {
            sensitive = Set.copyOf(sensitive);
            accept = Set.copyOf(accept);
        }
    }

    /**
     * How values are kept exact.
     *
     * @param onRefused what a value that cannot be kept leads to
     * @param checkFirst how many first values of each class are checked
     * @param checkOneIn one value in so many is checked later; 0 = none
     * @param types further classes that values may contain
     * @param javaAllow what the codec "java" may read
     */
    record Values(OnRefused onRefused, int checkFirst, int checkOneIn, List<Class<?>> types, List<String> javaAllow) {

        Values {
            types = List.copyOf(types);
            javaAllow = List.copyOf(javaAllow);
        }
    }

    /**
     * What is looked at beside what is counted.
     *
     * @param enabled whether reads are sampled
     * @param serverSamples whether the servers' keys are sampled
     * @param recordKeys the caches whose keys are recorded although they seem to be secrets
     */
    record Insight(boolean enabled, boolean serverSamples, Set<String> recordKeys) {

        Insight {
            recordKeys = Set.copyOf(recordKeys);
        }
    }

    /**
     * Whether keys of a cache are recorded, in memory for the insight and in Redis for the next start. Those of sensitive caches
     * are not, unless somebody has said so.
     */
    boolean recordsKeysOf(String cache) {
        return insight.recordKeys().contains(cache)
                || !(readiness.sensitive().contains(cache) || NameWords.suggestSecretKeys(cache));
    }
}
