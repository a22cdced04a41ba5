package io.github.cachestarter.redis;

import io.github.cachestarter.redis.RedisTarget.Kind;
import io.github.cachestarter.redis.UriFactory.HostAndPort;
import io.github.cachestarter.redis.UriFactory.Login;
import io.github.cachestarter.redis.UriFactory.Security;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/** Reads a target off the application's connection factory, with everything that was customized there. */
final class FactoryTarget {

    private final LettuceConnectionFactory factory;
    private final LettuceClientConfiguration client;

    private FactoryTarget(LettuceConnectionFactory factory) {
        this.factory = factory;
        this.client = factory.getClientConfiguration();
    }

    /**
     * The factory's target.
     *
     * @param replicated the nodes of a fixed group of primary and replicas, which a factory does not tell; else empty
     */
    static RedisTarget of(LettuceConnectionFactory factory, List<HostAndPort> replicated) {
        return new FactoryTarget(factory).target(replicated);
    }

    private RedisTarget target(List<HostAndPort> replicated) {
        RedisSentinelConfiguration sentinel = factory.getSentinelConfiguration();
        if (sentinel != null) {
            return target(
                    Kind.SINGLE,
                    List.of(sentinelUri(sentinel)),
                    client.getClientOptions().orElse(null));
        }
        RedisClusterConfiguration cluster = factory.getClusterConfiguration();
        if (cluster != null) {
            return target(Kind.CLUSTER, clusterUris(cluster), clusterOptions(cluster));
        }
        RedisSocketConfiguration socket = factory.getSocketConfiguration();
        if (socket != null) {
            RedisURI uri = uris(login(socket, socket)).socket(socket.getSocket());
            return target(Kind.SINGLE, List.of(uri), client.getClientOptions().orElse(null));
        }
        UriFactory uris = uris(standaloneLogin());
        if (!replicated.isEmpty()) {
            List<RedisURI> all = RedisTargets.all(uris, replicated);
            return target(Kind.REPLICATED, all, client.getClientOptions().orElse(null));
        }
        RedisURI uri = uris.node(factory.getHostName(), factory.getPort());
        return target(Kind.SINGLE, List.of(uri), client.getClientOptions().orElse(null));
    }

    private RedisTarget target(Kind kind, List<RedisURI> uris, @Nullable ClientOptions options) {
        return new RedisTarget(
                kind,
                uris,
                options == null ? ClientOptions.create() : options,
                client.getClientResources().orElse(null));
    }

    private RedisURI sentinelUri(RedisSentinelConfiguration sentinel) {
        String master =
                sentinel.getMaster() == null ? null : sentinel.getMaster().getName();
        if (master == null) {
            throw new IllegalStateException("The Sentinel configuration names no primary:"
                    + " set spring.data.redis.sentinel.master to the name that the Sentinels know it by");
        }
        Login sentinelLogin = client.getRedisCredentialsProviderFactory()
                .map(credentials -> new Login(credentials.createSentinelCredentialsProvider(sentinel)))
                .orElseGet(() -> Login.of(
                        sentinel.getSentinelUsername(),
                        sentinel.getSentinelPassword().toOptional().orElse(null)));
        List<HostAndPort> nodes =
                sentinel.getSentinels().stream().map(FactoryTarget::node).toList();
        return uris(login(sentinel, sentinel)).sentinel(master, nodes, sentinelLogin);
    }

    private List<RedisURI> clusterUris(RedisClusterConfiguration cluster) {
        List<HostAndPort> nodes =
                cluster.getClusterNodes().stream().map(FactoryTarget::node).toList();
        return RedisTargets.all(uris(login(cluster, cluster)), nodes);
    }

    private ClientOptions clusterOptions(RedisClusterConfiguration cluster) {
        ClientOptions options = client.getClientOptions().orElseGet(ClusterClientOptions::create);
        Integer redirects = cluster.getMaxRedirects();
        if (redirects == null) {
            return options;
        }
        ClusterClientOptions.Builder builder =
                options instanceof ClusterClientOptions ours ? ours.mutate() : ClusterClientOptions.builder(options);
        return builder.maxRedirects(redirects).build();
    }

    private UriFactory uris(@Nullable Login login) {
        return new UriFactory(
                login,
                factory.getDatabase(),
                client.getClientName().orElse(UriFactory.DEFAULT_CLIENT_NAME),
                new Security(client.isUseSsl(), client.isStartTls(), client.getVerifyMode()));
    }

    private @Nullable Login standaloneLogin() {
        RedisStandaloneConfiguration server = factory.getStandaloneConfiguration();
        if (client.getRedisCredentialsProviderFactory().isPresent()) {
            return login(server, server);
        }
        // The factory's own password: it knows one also where it was not built from a standalone configuration.
        return Login.of(server.getUsername(), factory.getPassword());
    }

    private @Nullable Login login(RedisConfiguration configuration, WithAuthentication authentication) {
        RedisCredentialsProviderFactory credentials =
                client.getRedisCredentialsProviderFactory().orElse(null);
        if (credentials != null) {
            RedisCredentialsProvider provider = credentials.createCredentialsProvider(configuration);
            return provider == null ? null : new Login(provider);
        }
        return Login.of(
                authentication.getUsername(),
                authentication.getPassword().toOptional().orElse(null));
    }

    private static HostAndPort node(RedisNode node) {
        return new HostAndPort(node.getRequiredHost(), node.getRequiredPort());
    }
}
