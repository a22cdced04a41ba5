package io.github.cachestarter.redis;

import static io.github.cachestarter.redis.ServerFacts.UNKNOWN;

import io.github.cachestarter.redis.ServerFacts.Memory;
import io.github.cachestarter.redis.ServerFacts.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reply to {@code INFO}: lines of {@code name:value} below {@code # Section} headings. Redis, Valkey, KeyDB, Dragonfly
 * and the services of the clouds leave out or rename some of them, so every field may be missing or make no sense.
 */
final class ServerInfo {

    private final Map<String, String> fields = new HashMap<>();

    ServerInfo(String reply) {
        reply.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                fields.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
    }

    /**
     * The facts.
     *
     * @param address whose reply this is
     * @param database the database that the cache uses
     * @param settings what {@code CONFIG GET} told of the settings that INFO leaves out; empty where it is forbidden
     * @param previous the facts of the same server some time ago; null at the first time
     */
    ServerFacts facts(
            String address, int database, Map<String, String> settings, @Nullable ServerFacts previous, Instant at) {
        return new ServerFacts(
                address,
                server(),
                role(),
                fields.getOrDefault("maxmemory_policy", settings.getOrDefault("maxmemory-policy", UNKNOWN)),
                new Memory(number("used_memory"), number("maxmemory"), decimal("mem_fragmentation_ratio")),
                traffic(database, previous, at),
                runId(),
                persistence(settings.get("save")),
                at);
    }

    /** What the server drew at its start; {@link ServerFacts#UNKNOWN} if it does not tell. */
    String runId() {
        return fields.getOrDefault("run_id", UNKNOWN);
    }

    private String server() {
        for (String product : new String[] {"valkey", "dragonfly"}) {
            String version = fields.get(product + "_version");
            if (version != null) {
                return product + " " + version.replaceFirst("^[a-z]+-v", "").replaceFirst("^v", "");
            }
        }
        String version = fields.get("redis_version");
        return version == null ? UNKNOWN : fields.getOrDefault("server_name", "redis") + " " + version;
    }

    /**
     * Who this server is.
     *
     * @param seenNanos monotonic time at which it was asked
     */
    Identity identity(long seenNanos) {
        return new Identity(
                runId(),
                fields.getOrDefault("master_replid", UNKNOWN),
                number("master_repl_offset"),
                fields.getOrDefault("master_replid2", Identity.NONE),
                number("second_repl_offset"),
                Duration.ofSeconds(Math.max(0, number("uptime_in_seconds"))),
                seenNanos);
    }

    /** {@code primary}, {@code replica} or {@link ServerFacts#UNKNOWN}. */
    String role() {
        return switch (fields.getOrDefault("role", "").toLowerCase(Locale.ROOT)) {
            case "master", "primary" -> "primary";
            case "slave", "replica" -> "replica";
            default -> UNKNOWN;
        };
    }

    private String persistence(@Nullable String save) {
        String aof = fields.get("aof_enabled");
        if (aof == null) {
            return UNKNOWN;
        }
        // Where the setting is not told, a snapshot since the start tells as much.
        boolean rdb = save == null ? number("rdb_last_bgsave_time_sec") >= 0 : !save.isBlank();
        if (aof.equals("1")) {
            return rdb ? "rdb+aof" : "aof";
        }
        return rdb ? "rdb" : "none";
    }

    private Traffic traffic(int database, @Nullable ServerFacts previous, Instant at) {
        long evicted = number("evicted_keys");
        Map<String, Long> keyspace = keyspace(database);
        long keys = keyspace.getOrDefault("keys", 0L);
        return new Traffic(
                evicted,
                rate(evicted, previous, at),
                number("expired_keys"),
                keys,
                keys - keyspace.getOrDefault("expires", 0L),
                number("connected_clients"));
    }

    /** Evictions a second since the previous look; a server that started in between counts from zero. */
    private double rate(long evicted, @Nullable ServerFacts previous, Instant at) {
        if (previous == null || evicted < 0 || previous.traffic().evictedKeys() < 0) {
            return 0;
        }
        double seconds = Duration.between(previous.at(), at).toMillis() / 1_000.0;
        long since = evicted - previous.traffic().evictedKeys();
        return seconds <= 0 ? 0 : (since < 0 ? evicted : since) / seconds;
    }

    /** {@code db0:keys=4,expires=1,avg_ttl=0}. */
    private Map<String, Long> keyspace(int database) {
        Map<String, Long> counts = new HashMap<>();
        for (String part : fields.getOrDefault("db" + database, "").split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                counts.put(part.substring(0, equals), whole(part.substring(equals + 1)));
            }
        }
        return counts;
    }

    private long number(String field) {
        return whole(fields.get(field));
    }

    private double decimal(String field) {
        String value = fields.get(field);
        try {
            return value == null ? -1 : Double.parseDouble(value);
        } catch (NumberFormatException ex) {
            return -1;
        }
    }

    private static long whole(@Nullable String value) {
        try {
            return value == null ? -1 : Long.parseLong(value.strip());
        } catch (NumberFormatException ex) {
            return -1;
        }
    }
}
