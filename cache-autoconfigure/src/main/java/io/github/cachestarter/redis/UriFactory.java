package io.github.cachestarter.redis;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Makes Lettuce's URIs of hosts and ports, all with the same login, database, name and transport security.
 *
 * @param login who we are; null where nobody is asked
 * @param database the number of the database, 0 in a cluster
 * @param clientName how the connection is called in {@code CLIENT LIST}
 * @param security how the connection is secured
 */
record UriFactory(@Nullable Login login, int database, String clientName, Security security) {

    /** The name of our connections where the application has none for its own. */
    static final String DEFAULT_CLIENT_NAME = "cache-starter";

    RedisURI node(String host, int port) {
        return dressed(RedisURI.Builder.redis(host, port), login).build();
    }

    RedisURI socket(String path) {
        RedisURI.Builder builder =
                RedisURI.Builder.socket(path).withDatabase(database).withClientName(clientName);
        return authenticated(builder, login).build();
    }

    /** The primary that the Sentinels name; they may want another login than the servers. */
    RedisURI sentinel(String master, List<HostAndPort> sentinels, @Nullable Login sentinelLogin) {
        RedisURI.Builder builder = RedisURI.builder().withSentinelMasterId(master);
        for (HostAndPort sentinel : sentinels) {
            RedisURI uri = dressed(RedisURI.Builder.redis(sentinel.host(), sentinel.port()), sentinelLogin)
                    .withDatabase(0)
                    .build();
            builder.withSentinel(uri);
        }
        return dressed(builder, login).build();
    }

    private RedisURI.Builder dressed(RedisURI.Builder builder, @Nullable Login who) {
        return authenticated(builder, who)
                .withDatabase(database)
                .withClientName(clientName)
                .withSsl(security.ssl())
                .withStartTls(security.startTls())
                .withVerifyPeer(security.verify());
    }

    private static RedisURI.Builder authenticated(RedisURI.Builder builder, @Nullable Login who) {
        return who == null ? builder : builder.withAuthentication(who.provider());
    }

    /** Where a server listens. */
    record HostAndPort(String host, int port) {}

    /**
     * How a connection is secured.
     *
     * @param ssl whether it is TLS from the first byte
     * @param startTls whether it becomes TLS on request
     * @param verify what of the server's certificate is checked
     */
    record Security(boolean ssl, boolean startTls, SslVerifyMode verify) {

        static Security of(boolean ssl) {
            return new Security(ssl, false, SslVerifyMode.FULL);
        }
    }

    /** Who we are, asked anew at every connection: passwords change while an application runs. */
    record Login(RedisCredentialsProvider provider) {

        /** A login of a password and perhaps a name; null if there is no password. */
        static @Nullable Login of(@Nullable String username, char @Nullable [] password) {
            if (password == null) {
                return null;
            }
            String name = StringUtils.hasText(username) ? username : null;
            return new Login(
                    RedisCredentialsProvider.from(() -> io.lettuce.core.RedisCredentials.just(name, password)));
        }

        static @Nullable Login of(@Nullable String username, @Nullable String password) {
            return of(username, password == null ? null : password.toCharArray());
        }
    }
}
