package io.github.cachestarter.redis;

import io.github.cachestarter.redis.RedisTarget.Kind;
import io.github.cachestarter.redis.UriFactory.HostAndPort;
import io.github.cachestarter.redis.UriFactory.Login;
import io.github.cachestarter.redis.UriFactory.Security;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Finds out where the application's Redis is. Its own connection factory knows best, since it may have been built or
 * customized by hand; where that is none of Lettuce's, or one of several, Boot's connection details say what
 * {@code spring.data.redis.*}, a container or a compose file said.
 */
final class RedisTargets {

    private RedisTargets() {}

    static RedisTarget of(BeanFactory beans) {
        LettuceConnectionFactory factory =
                beans.getBeanProvider(LettuceConnectionFactory.class).getIfUnique();
        DataRedisConnectionDetails details =
                beans.getBeanProvider(DataRedisConnectionDetails.class).getIfUnique();
        if (factory != null) {
            return FactoryTarget.of(factory, details == null ? List.of() : replicated(details));
        }
        if (details != null) {
            return of(details);
        }
        throw new IllegalStateException("There is neither a LettuceConnectionFactory bean nor Boot's connection details"
                + " to tell where Redis is. Define a LettuceConnectionFactory bean, set spring.data.redis.*,"
                + " or cache-starter.enabled=false");
    }

    static RedisTarget of(DataRedisConnectionDetails details) {
        UriFactory uris = new UriFactory(
                Login.of(details.getUsername(), details.getPassword()),
                database(details),
                UriFactory.DEFAULT_CLIENT_NAME,
                Security.of(details.getSslBundle() != null));
        return new RedisTarget(kind(details), uris(details, uris), options(details.getSslBundle()), null);
    }

    private static Kind kind(DataRedisConnectionDetails details) {
        if (details.getCluster() != null) {
            return Kind.CLUSTER;
        }
        return details.getMasterReplica() == null ? Kind.SINGLE : Kind.REPLICATED;
    }

    private static List<RedisURI> uris(DataRedisConnectionDetails details, UriFactory uris) {
        DataRedisConnectionDetails.Sentinel sentinel = details.getSentinel();
        if (sentinel != null) {
            Login login = Login.of(sentinel.getUsername(), sentinel.getPassword());
            return List.of(uris.sentinel(sentinel.getMaster(), nodes(sentinel.getNodes()), login));
        }
        DataRedisConnectionDetails.Cluster cluster = details.getCluster();
        if (cluster != null) {
            return all(uris, nodes(cluster.getNodes()));
        }
        if (details.getMasterReplica() != null) {
            return all(uris, replicated(details));
        }
        DataRedisConnectionDetails.Standalone server =
                Objects.requireNonNull(details.getStandalone(), "The connection details name no Redis at all");
        return List.of(uris.node(server.getHost(), server.getPort()));
    }

    private static int database(DataRedisConnectionDetails details) {
        if (details.getSentinel() != null) {
            return details.getSentinel().getDatabase();
        }
        return details.getStandalone() == null ? 0 : details.getStandalone().getDatabase();
    }

    private static List<HostAndPort> replicated(DataRedisConnectionDetails details) {
        DataRedisConnectionDetails.MasterReplica replicated = details.getMasterReplica();
        return replicated == null ? List.of() : nodes(replicated.getNodes());
    }

    private static List<HostAndPort> nodes(List<DataRedisConnectionDetails.Node> nodes) {
        return nodes.stream()
                .map(node -> new HostAndPort(node.host(), node.port()))
                .toList();
    }

    static List<RedisURI> all(UriFactory uris, List<HostAndPort> nodes) {
        return nodes.stream().map(node -> uris.node(node.host(), node.port())).toList();
    }

    private static ClientOptions options(@Nullable SslBundle bundle) {
        if (bundle == null) {
            return ClientOptions.create();
        }
        SslOptions.Builder ssl = SslOptions.builder()
                .keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
        if (bundle.getOptions().getCiphers() != null) {
            ssl.cipherSuites(bundle.getOptions().getCiphers());
        }
        if (bundle.getOptions().getEnabledProtocols() != null) {
            ssl.protocols(bundle.getOptions().getEnabledProtocols());
        }
        return ClientOptions.builder().sslOptions(ssl.build()).build();
    }
}
