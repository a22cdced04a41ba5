package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.cachestarter.redis.RedisTarget.Kind;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class RedisTargetsTests {

    private static final SslOptions SSL = SslOptions.builder().jdkSslProvider().build();

    private static final LettuceClientConfiguration SECURE = LettuceClientConfiguration.builder()
            .useSsl()
            .verifyPeer(SslVerifyMode.CA)
            .and()
            .clientName("shop")
            .commandTimeout(Duration.ofSeconds(60))
            .clientOptions(ClientOptions.builder().sslOptions(SSL).build())
            .build();

    @Test
    void takesAStandaloneServerWithLoginDatabaseNameAndTls() {
        RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("redis.test", 6390);
        server.setUsername("user");
        server.setPassword("secret");
        server.setDatabase(3);

        RedisTarget target = targetOf(server);

        assertThat(target.kind()).isEqualTo(Kind.SINGLE);
        RedisURI uri = target.uris().get(0);
        assertThat(uri.getHost()).isEqualTo("redis.test");
        assertThat(uri.getPort()).isEqualTo(6390);
        assertThat(uri.getDatabase()).isEqualTo(3);
        assertThat(uri.getClientName()).isEqualTo("shop");
        assertThat(uri.isSsl()).isTrue();
        assertThat(uri.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
        assertLogin(uri, "user", "secret");
        assertThat(target.options().getSslOptions()).isSameAs(SSL);
        assertThat(target.describe()).isEqualTo("redis.test:6390");
    }

    @Test
    void takesAPasswordWithoutAName() {
        RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("redis.test", 6390);
        server.setPassword("secret");
        assertLogin(targetOf(server).uris().get(0), null, "secret");
    }

    @Test
    void takesTheSentinelsWithTheirOwnLogin() {
        RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration()
                .master("main")
                .sentinel("one", 26379)
                .sentinel("two", 26380);
        sentinel.setPassword("secret");
        sentinel.setSentinelUsername("watcher");
        sentinel.setSentinelPassword("watch");
        sentinel.setDatabase(2);

        RedisTarget target = targetOf(sentinel);
        RedisURI uri = new LettuceOptions(target, RedisSettings.DEFAULTS).uris().get(0);

        assertThat(target.kind()).isEqualTo(Kind.SINGLE);
        assertThat(uri.getSentinelMasterId()).isEqualTo("main");
        assertThat(target.describe()).isEqualTo("the Sentinels' primary 'main'");
        assertThat(uri.getDatabase()).isEqualTo(2);
        assertThat(uri.isSsl()).isTrue();
        assertLogin(uri, null, "secret");
        assertThat(uri.getSentinels()).hasSize(2).allSatisfy(node -> {
            assertLogin(node, "watcher", "watch");
            assertThat(node.isSsl()).isTrue();
            assertThat(node.getTimeout()).isEqualTo(RedisSettings.DEFAULTS.connectTimeout());
        });
    }

    @Test
    void aSentinelSetupWithoutANameSaysWhatToSet() {
        assertThatIllegalStateException()
                .isThrownBy(() -> targetOf(new RedisSentinelConfiguration().sentinel("one", 26379)))
                .withMessageContaining("spring.data.redis.sentinel.master");
    }

    @Test
    void takesTheSeedsOfACluster() {
        RedisClusterConfiguration cluster = new RedisClusterConfiguration(List.of("one:7000", "two:7001"));
        cluster.setPassword("secret");

        RedisTarget target = targetOf(cluster);
        ClientOptions options = new LettuceOptions(target, RedisSettings.DEFAULTS).client();

        assertThat(target.kind()).isEqualTo(Kind.CLUSTER);
        assertThat(target.uris()).extracting(RedisURI::getPort).containsExactlyInAnyOrder(7000, 7001);
        assertThat(target.uris()).allSatisfy(uri -> assertLogin(uri, null, "secret"));
        assertThat(options.getSslOptions()).isSameAs(SSL);
    }

    @Test
    void takesASocket() {
        RedisTarget target = targetOf(new RedisSocketConfiguration("/run/redis.sock"));
        assertThat(target.uris()).extracting(RedisURI::getSocket).containsExactly("/run/redis.sock");
    }

    @Test
    void takesOurPatienceInsteadOfTheApplications() {
        LettuceOptions options =
                new LettuceOptions(targetOf(new RedisStandaloneConfiguration("redis.test")), RedisSettings.DEFAULTS);
        assertThat(options.uris().get(0).getTimeout()).isEqualTo(RedisSettings.DEFAULTS.connectTimeout());
        ClientOptions client = options.client();
        assertThat(client.getSocketOptions().getConnectTimeout()).isEqualTo(RedisSettings.DEFAULTS.connectTimeout());
        assertThat(client.isAutoReconnect()).isFalse();
        assertThat(client.getDisconnectedBehavior()).isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
        assertThat(client.getTimeoutOptions().isTimeoutCommands()).isFalse();
        assertThat(client.getSslOptions()).isSameAs(SSL);
    }

    @Test
    void asksBootsConnectionDetailsWhereThereIsNoFactory() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("details", new DataRedisConnectionDetails() {
            @Override
            public String getPassword() {
                return "secret";
            }

            @Override
            public Standalone getStandalone() {
                return Standalone.of("redis.test", 6390, 4);
            }
        });
        RedisURI uri = RedisTargets.of(beans).uris().get(0);
        assertThat(uri.getHost()).isEqualTo("redis.test");
        assertThat(uri.getDatabase()).isEqualTo(4);
        assertThat(uri.getClientName()).isEqualTo("cache-starter");
        assertLogin(uri, null, "secret");
    }

    @Test
    void takesAFixedGroupFromTheDetailsAndTheRestFromTheFactory() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("factory", new LettuceConnectionFactory(new RedisStandaloneConfiguration(), SECURE));
        beans.addBean("details", new DataRedisConnectionDetails() {
            @Override
            public MasterReplica getMasterReplica() {
                return () -> List.of(new Node("one", 6379), new Node("two", 6379));
            }
        });
        RedisTarget target = RedisTargets.of(beans);
        assertThat(target.kind()).isEqualTo(Kind.REPLICATED);
        assertThat(target.uris()).extracting(RedisURI::getHost).containsExactly("one", "two");
        assertThat(target.uris()).allMatch(RedisURI::isSsl);
        assertThat(target.describe()).isEqualTo("the primary of one:6379, two:6379");
    }

    @Test
    void saysWhatToSetWhenNobodyKnowsWhereRedisIs() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisTargets.of(new StaticListableBeanFactory()))
                .withMessageEndingWith("Define a LettuceConnectionFactory bean, set spring.data.redis.*,"
                        + " or cache-starter.enabled=false");
    }

    private static RedisTarget targetOf(RedisStandaloneConfiguration server) {
        return FactoryTarget.of(new LettuceConnectionFactory(server, SECURE), List.of());
    }

    private static RedisTarget targetOf(RedisConfiguration configuration) {
        return FactoryTarget.of(new LettuceConnectionFactory(configuration, SECURE), List.of());
    }

    private static void assertLogin(RedisURI uri, String name, String password) {
        RedisCredentials login =
                uri.getCredentialsProvider().resolveCredentials().block();
        assertThat(login.getUsername()).isEqualTo(name);
        assertThat(login.getPassword()).containsExactly(password.toCharArray());
    }
}
