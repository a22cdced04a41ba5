package io.github.cachestarter.sample.ownredis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import redis.embedded.RedisExecProvider;

/**
 * A real {@code redis-server} from the embedded-redis jar, on a free port of the loopback address, with the settings a
 * cache server should have. It can be killed and started again, to see what the application does then.
 */
public class OwnRedis implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OwnRedis.class);
    private static final long READY_SECONDS = 20;

    private final int port;
    private final Path directory;
    private @Nullable Process process;

    OwnRedis() throws IOException {
        this.port = freePort();
        this.directory = Files.createTempDirectory("sample-redis");
        start();
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Whether the process is there. */
    public synchronized boolean running() {
        return process != null && process.isAlive();
    }

    /** Starts the server if it does not run; it accepts connections when this returns. */
    public synchronized void start() {
        if (running()) {
            return;
        }
        try {
            Process started = launch();
            process = started;
            awaitReady(started);
            log.info("Started a Redis server of my own: port {}, process {}", port, started.pid());
        } catch (IOException ex) {
            throw new UncheckedIOException("Cannot start redis-server; set spring.data.redis.host to use another", ex);
        }
    }

    /** Ends the server the hard way (SIGKILL), as a crash would. */
    public synchronized void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
            log.info("Killed the Redis server on port {}", port);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        FileSystemUtils.deleteRecursively(directory);
    }

    private Process launch() throws IOException {
        String binary = RedisExecProvider.defaultProvider().get().getPath();
        return new ProcessBuilder(
                        binary,
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toString(),
                        "--maxmemory",
                        "64mb",
                        "--maxmemory-policy",
                        "allkeys-lru",
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile())
                .start();
    }

    private void awaitReady(Process started) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!accepts()) {
            if (!started.isAlive() || System.nanoTime() - deadline > 0) {
                started.destroyForcibly();
                throw new IOException(
                        "redis-server did not come up: " + Files.readString(directory.resolve("redis.log")));
            }
            pause(started);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException ex) {
            return false;
        }
    }

    private static void pause(Process started) throws IOException {
        try {
            // Ends early if the process does.
            started.waitFor(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while redis-server came up", ex);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
