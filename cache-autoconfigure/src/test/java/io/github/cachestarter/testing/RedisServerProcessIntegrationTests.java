package io.github.cachestarter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class RedisServerProcessIntegrationTests {

    @Test
    void answersWithTheGivenSettings() {
        try (RedisServerProcess redis =
                RedisServerProcess.start("--maxmemory", "32mb", "--maxmemory-policy", "noeviction")) {
            assertThat(redis.admin().info("memory"))
                    .containsEntry("maxmemory_policy", "noeviction")
                    .containsEntry("maxmemory", String.valueOf(32 << 20));
        }
    }

    @Test
    void countsCommands() {
        try (RedisServerProcess redis = RedisServerProcess.start()) {
            redis.admin().resetStats();
            redis.admin().command("SET", "k", "v");
            assertThat(redis.admin().command("GET", "k")).isEqualTo("v");
            assertThat(redis.admin().command("GET", "absent")).isNull();
            assertThat(redis.admin().calls("get")).isEqualTo(2);
            assertThat(redis.admin().calls("del")).isZero();
        }
    }

    @Test
    void aKilledServerIsGoneUntilItIsRestartedEmptyOnTheSamePort() {
        try (RedisServerProcess redis = RedisServerProcess.start()) {
            redis.admin().command("SET", "k", "v");
            redis.kill();
            assertThat(redis.admin().answers()).isFalse();
            redis.restart();
            assertThat(redis.admin().command("GET", "k")).isNull();
        }
    }

    @Test
    void aPausedServerAcceptsAndIsSilentUntilItIsResumed() throws Exception {
        try (RedisServerProcess redis = RedisServerProcess.start()) {
            redis.pause();
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(redis.host(), redis.port()), 30_000);
                socket.setSoTimeout(100);
                socket.getOutputStream().write("PING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                redis.resume();
                socket.setSoTimeout(30_000);
                assertThat(socket.getInputStream().read()).isEqualTo('+');
            }
        }
    }

    @Test
    void acceptsUsersOnTheCommandLine() {
        try (RedisServerProcess redis =
                RedisServerProcess.start("--user", "limited", "on", ">secret", "~*", "&*", "+@all", "-config")) {
            assertThat(String.valueOf(redis.admin().command("ACL", "LIST"))).contains("user limited on");
        }
    }

    @Test
    void saysWhyItDidNotComeUp() {
        assertThatThrownBy(() -> RedisServerProcess.start("--no-such-setting", "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-setting");
    }
}
