package io.github.cachestarter.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how one gets in: what was taken from the application's own connection. Immutable by convention: the
 * URIs are copies that nobody changes.
 *
 * @param kind how the URIs are meant
 * @param uris one URI for a single server or for a Sentinel setup (it names the Sentinels); all seeds of a cluster; all
 *     nodes of a fixed group of one primary and replicas
 * @param options the application's client options: TLS, socket and protocol settings are kept, the rest is ours
 * @param resources where the application resolves names and addresses, if it has something of its own for that
 */
record RedisTarget(
        Kind kind,
        List<RedisURI> uris,
        ClientOptions options,
        @Nullable ClientResources resources) {

    /** How the URIs of a target are meant. */
    enum Kind {
        /** One server, or the primary that the Sentinels name. */
        SINGLE,
        /** Several servers of which one is the primary. */
        REPLICATED,
        /** The seeds of a Redis Cluster. */
        CLUSTER
    }

    RedisTarget {
        uris = List.copyOf(uris);
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("No Redis address is configured");
        }
    }

    /** A single server without anything special. */
    static RedisTarget single(RedisURI uri) {
        return new RedisTarget(Kind.SINGLE, List.of(uri), ClientOptions.create(), null);
    }

    /** Whether the server at the other end may turn out to be a replica: whoever names the primary may be late. */
    boolean mayBeReplica() {
        return kind == Kind.REPLICATED || uris.get(0).getSentinelMasterId() != null;
    }

    /** Hosts and ports for people to read; never a login. */
    String describe() {
        RedisURI first = uris.get(0);
        if (first.getSentinelMasterId() != null) {
            return "the Sentinels' primary '" + first.getSentinelMasterId() + "'";
        }
        String nodes = uris.stream().map(RedisTarget::address).collect(Collectors.joining(", "));
        return switch (kind) {
            case SINGLE -> nodes;
            case REPLICATED -> "the primary of " + nodes;
            case CLUSTER -> "a cluster of " + nodes;
        };
    }

    private static String address(RedisURI uri) {
        return uri.getSocket() == null ? uri.getHost() + ":" + uri.getPort() : uri.getSocket();
    }
}
