package io.github.cachestarter.insight;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the working sets of all caches need in the servers, as far as this process has read them. The names are
 * those of the insight endpoint's JSON.
 *
 * @param caches of how many caches the working set is known
 * @param workingSetBytes what these need
 * @param maxBytes what the servers have together; null: not known, or one has no limit
 * @param ratio needed by had; null: likewise
 */
public record MemoryNeed(
        int caches,
        long workingSetBytes,
        @Nullable Long maxBytes,
        @Nullable Double ratio) {

    /** What a server adds to an entry's key and value, roughly; used where no server was asked how large its entries are. */
    static final int OVERHEAD_BYTES = 128;

    static MemoryNeed of(
            Collection<CacheStatistics> caches, BackendSnapshot backend, @Nullable SampleOfServers sample) {
        int known = 0;
        double needed = 0;
        for (CacheStatistics cache : caches) {
            Sizing sizing = cache.sizing();
            Double each = sizing == null ? null : entryBytes(cache.name(), sizing, sample);
            if (sizing != null && each != null) {
                known++;
                needed += sizing.workingSet().entries() * each;
            }
        }
        Long max = maxBytes(backend.servers());
        return new MemoryNeed(known, Math.round(needed), max, max == null ? null : needed / max);
    }

    private static @Nullable Double entryBytes(String cache, Sizing sizing, @Nullable SampleOfServers sample) {
        ServerSample measured = sample == null ? null : sample.caches().get(cache);
        if (measured != null) {
            return measured.entryBytes().value();
        }
        Long encoded = sizing.workingSet().meanEntryBytes();
        return encoded == null ? null : (double) (encoded + OVERHEAD_BYTES);
    }

    private static @Nullable Long maxBytes(List<ServerSnapshot> servers) {
        long sum = 0;
        for (ServerSnapshot server : servers) {
            if (!"replica".equals(server.role())) {
                ServerSnapshot.Memory memory = server.memory();
                if (memory == null || memory.maxBytes() == 0) {
                    return null;
                }
                sum += memory.maxBytes();
            }
        }
        return sum == 0 ? null : sum;
    }
}
