package io.github.cachestarter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.FileSystemUtils;

/**
 * A real {@code redis-server} with a port and a directory of its own. It is ended by its own process handle and takes its
 * directory with it; close it in every case.
 *
 * <pre>{@code
 * try (RedisServerProcess redis = RedisServerProcess.start("--maxmemory", "32mb", "--maxmemory-policy", "allkeys-lru")) {
 *     redis.admin().command("SET", "k", "v");
 *     redis.pause();
 * }
 * }</pre>
 */
public final class RedisServerProcess implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);

    private static final int FIRST_PORT = 15_000;
    private static final int PORTS = 15_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final int port;
    private final Path directory;
    private final List<String> command;
    private final RedisAdmin admin;
    private Process process;

    private RedisServerProcess(int port, Path directory, List<String> command) {
        this.port = port;
        this.directory = directory;
        this.admin = new RedisAdmin(port);
        this.command = command;
        this.process = launch();
    }

    /** Starts a server with extra arguments as on its command line; it answers when this returns. */
    public static RedisServerProcess start(String... arguments) {
        try {
            Path directory = Files.createTempDirectory("redis-server");
            int port = freePort();
            return started(new RedisServerProcess(port, directory, command(port, directory, arguments)));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Starts a Sentinel with the lines of its file, which it rewrites; it answers when this returns. */
    static RedisServerProcess startSentinel(List<String> lines) {
        try {
            Path directory = Files.createTempDirectory("redis-sentinel");
            int port = freePort();
            List<String> settings =
                    new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + directory, "daemonize no"));
            settings.addAll(lines);
            Path file = Files.write(directory.resolve("sentinel.conf"), settings);
            List<String> command = List.of(RedisBinary.find().toString(), file.toString(), "--sentinel");
            return started(new RedisServerProcess(port, directory, command));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static RedisServerProcess started(RedisServerProcess server) {
        server.awaitReady();
        return server;
    }

    /**
     * A TCP port that was free a moment ago, another one each time. It lies below those that the system gives to clients: a
     * client that tries again and again to reach a server which is down is given the server's own port some day, and
     * keeps it.
     */
    public static int freePort() {
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free from " + FIRST_PORT + " to " + (FIRST_PORT + PORTS - 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException ex) {
            return false;
        }
    }

    /** Always the loopback address. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port, the same for the whole life of this object, restarts included. */
    public int port() {
        return port;
    }

    /** {@code redis://host:port}. */
    public String url() {
        return "redis://" + host() + ":" + port;
    }

    /** A plain client for what a test wants to see or to change. */
    public RedisAdmin admin() {
        return admin;
    }

    /** Ends the process with SIGKILL and waits until it is gone: connections are reset, the port refuses. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGSTOP: connections stay open, the kernel accepts further ones, and nothing is ever answered. */
    public void pause() {
        signal("-STOP");
    }

    /** Pauses all of them, within less time than any of them needs to notice. */
    public static void pauseAll(List<RedisServerProcess> servers) {
        signal(
                "-STOP",
                servers.stream()
                        .map(server -> String.valueOf(server.process.pid()))
                        .toList());
    }

    /** SIGCONT: everything that was sent in the meantime is executed now. */
    public void resume() {
        signal("-CONT");
    }

    /** Kills the process if it still runs and starts a new one, empty, on the same port; it answers when this returns. */
    public void restart() {
        kill();
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        kill();
        deleteDirectory();
    }

    private static List<String> command(int port, Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                RedisBinary.find().toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no"));
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!admin.answers()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                String output = output();
                close();
                throw new IllegalStateException("redis-server did not come up: " + command + "\n" + output);
            }
            onceMore();
        }
    }

    private void onceMore() {
        try {
            // Not a sleep: an end of the process wakes it.
            process.waitFor(5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for redis-server", ex);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(READY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("redis-server " + process.pid() + " survives SIGKILL");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String signal) {
        signal(signal, List.of(String.valueOf(process.pid())));
    }

    private static void signal(String signal, List<String> pids) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.addAll(pids);
        try {
            if (new ProcessBuilder(command).start().waitFor() != 0) {
                throw new IllegalStateException(command + " failed");
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending " + signal, ex);
        }
    }

    private Path log() {
        return directory.resolve("redis.log");
    }

    private String output() {
        try {
            return Files.readString(log());
        } catch (IOException ex) {
            return "(no output: " + ex + ")";
        }
    }

    private void deleteDirectory() {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
