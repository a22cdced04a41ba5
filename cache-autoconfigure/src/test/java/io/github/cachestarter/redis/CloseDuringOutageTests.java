package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CloseDuringOutageTests {

    private static final RedisSettings SETTINGS =
            new RedisSettings(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(500));

    @Test
    void closingWhileAConnectionIsAttemptedLogsNothingThatWorries(CapturedOutput output) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, here)) {
            // Nobody accepts: once the queue is full, further connections neither stand nor fail.
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                waiting.add(channel);
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(here, full.getLocalPort()));
            }
            RedisAccess access = RedisAccess.open("redis://127.0.0.1:" + full.getLocalPort(), SETTINGS);
            assertThat(access.awaitConnected(Duration.ofMillis(200))).isFalse();
            access.close();
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
        assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "event executor terminated", "Failed to submit");
    }
}
