package io.github.cachestarter.benchmarks.server;

import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;
import redis.embedded.RedisExecProvider;

/** A real {@code redis-server} from the embedded-redis jar, set up as a cache server should be. Close it in every case. */
public final class RedisServer implements AutoCloseable {

    private static final long READY_SECONDS = 20;
    private static final String MEMORY = "1gb";

    private final RedisAddress address;
    private final Path directory;
    private final Process process;

    private RedisServer(RedisAddress address, Path directory, Process process) {
        this.address = address;
        this.directory = directory;
        this.process = process;
    }

    /** Starts a server on a free port; it accepts connections when this returns. */
    public static RedisServer start() {
        try {
            RedisAddress address = new RedisAddress(freePort());
            Path directory = Files.createTempDirectory("benchmark-redis");
            Process process = new ProcessBuilder(command(address, directory))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis.log").toFile())
                    .start();
            RedisServer server = new RedisServer(address, directory, process);
            server.awaitReady();
            return server;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** A TCP port that was free a moment ago: where nobody answers. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Where it is. */
    public RedisAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<String> command(RedisAddress address, Path directory) throws IOException {
        return List.of(
                RedisExecProvider.defaultProvider().get().getPath(),
                "--port",
                String.valueOf(address.port()),
                "--bind",
                address.host(),
                "--dir",
                directory.toString(),
                "--maxmemory",
                MEMORY,
                "--maxmemory-policy",
                "allkeys-lru",
                "--save",
                "",
                "--appendonly",
                "no");
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!accepts()) {
            if (System.nanoTime() - deadline > 0 || endsWithin(10)) {
                String log = Files.readString(directory.resolve("redis.log"));
                close();
                throw new IllegalStateException("redis-server did not come up:\n" + log);
            }
        }
    }

    private boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while redis-server came up", ex);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()), 100);
            return true;
        } catch (IOException ex) {
            return false;
        }
    }
}
