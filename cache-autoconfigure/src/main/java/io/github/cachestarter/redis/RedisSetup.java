package io.github.cachestarter.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.util.StringUtils;

/**
 * How an application gets to Redis, without any login.
 *
 * @param address where it is
 * @param thisMachine whether it is reached over the loopback or a socket file
 * @param encrypted whether the connection is TLS
 * @param authenticated whether there is a password or another proof of who connects
 * @param failover whether another server may take over: Sentinel, a cluster, a fixed group of primary and replicas
 */
public record RedisSetup(
        String address, boolean thisMachine, boolean encrypted, boolean authenticated, boolean failover) {

    static RedisSetup of(RedisTarget target) {
        List<RedisURI> uris = target.uris();
        return new RedisSetup(
                target.describe(),
                uris.stream().flatMap(RedisSetup::nodes).allMatch(RedisSetup::isHere),
                uris.stream().allMatch(uri -> uri.isSsl() || uri.isStartTls()),
                uris.stream().allMatch(RedisSetup::hasLogin),
                target.kind() != RedisTarget.Kind.SINGLE || uris.get(0).getSentinelMasterId() != null);
    }

    private static Stream<RedisURI> nodes(RedisURI uri) {
        return uri.getSentinels().isEmpty() ? Stream.of(uri) : uri.getSentinels().stream();
    }

    private static boolean isHere(RedisURI uri) {
        if (uri.getSocket() != null) {
            return true;
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("::1") || host.equals("[::1]") || host.startsWith("127.");
    }

    /** Credentials that are asked for elsewhere, such as a cloud's tokens, are some. */
    private static boolean hasLogin(RedisURI uri) {
        if (uri.getCredentialsProvider() instanceof ImmediateRedisCredentialsProvider immediate) {
            RedisCredentials credentials = immediate.resolveCredentialsNow();
            return credentials.hasPassword() && StringUtils.hasLength(String.valueOf(credentials.getPassword()));
        }
        return uri.getCredentialsProvider() != null;
    }
}
