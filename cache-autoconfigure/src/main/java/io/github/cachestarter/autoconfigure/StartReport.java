package io.github.cachestarter.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/** What the log says at start: one line of what holds, and one for each thing that Spring was told and that has no effect. */
final class StartReport {

    private StartReport() {}

    /** The line of what holds. */
    static String summary(StarterSettings settings, @Nullable DataRedisConnectionDetails redis) {
        return String.format(
                Locale.ROOT,
                "Cache starter: mode %s, Redis at %s, keys begin with '%s:', %s, %s",
                settings.mode().name().toLowerCase(Locale.ROOT),
                address(redis),
                settings.prefix(),
                caches(settings.cacheNames()),
                settings.createOnDemand() ? "others are created on demand" : "there are no others");
    }

    /** The lines of what has no effect. */
    static void notHonoured(StockSettings stock, Consumer<String> log) {
        stock.notHonoured().forEach(text -> log.accept("Cache starter: " + text));
    }

    private static String caches(List<String> names) {
        return switch (names.size()) {
            case 0 -> "no cache configured";
            case 1 -> "1 cache configured (" + names.get(0) + ")";
            default -> names.size() + " caches configured (" + String.join(", ", names) + ")";
        };
    }

    /** Host and port only: the rest of a connection's details are secrets. */
    private static String address(@Nullable DataRedisConnectionDetails redis) {
        if (redis == null) {
            return "the application's own connection";
        }
        if (redis.getSentinel() != null) {
            return "the Sentinels' primary '" + redis.getSentinel().getMaster() + "'";
        }
        if (redis.getCluster() != null) {
            return "a cluster of " + nodes(redis.getCluster().getNodes());
        }
        if (redis.getMasterReplica() != null) {
            return "the primary of " + nodes(redis.getMasterReplica().getNodes());
        }
        DataRedisConnectionDetails.Standalone single = redis.getStandalone();
        return single == null ? "an unknown address" : single.getHost() + ":" + single.getPort();
    }

    private static String nodes(List<DataRedisConnectionDetails.Node> nodes) {
        return nodes.stream()
                .map(node -> node.host() + ":" + node.port())
                .reduce((left, right) -> left + ", " + right)
                .orElse("no nodes");
    }
}
