package io.github.cachestarter.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Finds a {@code redis-server}: the one of the PATH, else the one packed in the embedded-redis jar. */
final class RedisBinary {

    private static final String EMBEDDED_VERSION = "7.0.15";

    private RedisBinary() {}

    static Path find() {
        return Found.BINARY;
    }

    private static Optional<Path> onPath() {
        String path = System.getenv("PATH");
        return Arrays.stream(path == null ? new String[0] : path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path extract() {
        String name = "/redis-server-" + EMBEDDED_VERSION + "-" + system() + "-" + architecture();
        try (InputStream in = redis.embedded.RedisServer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "No redis-server on the PATH, and the embedded-redis jar has none for this platform: " + name);
            }
            Path directory = Files.createTempDirectory("redis-binary");
            Path binary = directory.resolve("redis-server");
            // In reverse order of registration: first the file, then its directory.
            directory.toFile().deleteOnExit();
            binary.toFile().deleteOnExit();
            Files.copy(in, binary);
            if (!binary.toFile().setExecutable(true)) {
                throw new IllegalStateException("Cannot make " + binary + " executable");
            }
            return binary;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386" -> "386";
            default -> "amd64";
        };
    }

    /** Looked for once per JVM. */
    private static final class Found {
        static final Path BINARY = onPath().orElseGet(RedisBinary::extract);
    }
}
