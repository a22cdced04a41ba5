package io.github.cachestarter.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of a few lines, so that what a test asserts about Redis does not go through the code under test. Every command
 * has a connection of its own. Replies: {@code String} (one char per byte), {@code Long}, {@code List} or null.
 */
public final class RedisAdmin {

    private static final int TIMEOUT_MILLIS = 30_000;

    /** For a server that may be stopped. */
    private static final int PING_MILLIS = 5_000;

    private final int port;

    public RedisAdmin(int port) {
        this.port = port;
    }

    /** Runs one command; an error reply is an {@link IllegalStateException}, no connection an UncheckedIOException. */
    public @Nullable Object command(String... parts) {
        return command(TIMEOUT_MILLIS, parts);
    }

    private @Nullable Object command(int timeoutMillis, String... parts) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            socket.getOutputStream().write(request(parts));
            socket.getOutputStream().flush();
            return reply(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Whether the server answers a PING now. */
    public boolean answers() {
        try {
            return "PONG".equals(command(PING_MILLIS, "PING"));
        } catch (UncheckedIOException | IllegalStateException ex) {
            return false;
        }
    }

    /** All fields of {@code INFO section}. */
    public Map<String, String> info(String section) {
        Map<String, String> fields = new HashMap<>();
        for (String line : String.valueOf(command("INFO", section)).lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return fields;
    }

    /** How often each command ran since the start or {@link #resetStats()}; lower case, {@code config|get} style. */
    public Map<String, Long> commandCalls() {
        Map<String, Long> calls = new HashMap<>();
        info("commandstats").forEach((field, stats) -> {
            String count = stats.substring(stats.indexOf("calls=") + "calls=".length(), stats.indexOf(','));
            calls.put(field.substring("cmdstat_".length()), Long.valueOf(count));
        });
        return calls;
    }

    /** How often this command ran since the start or {@link #resetStats()}. */
    public long calls(String command) {
        return commandCalls().getOrDefault(command, 0L);
    }

    /** Sets all counters to zero. */
    public void resetStats() {
        command("CONFIG", "RESETSTAT");
    }

    /** Changes a setting of the running server. */
    public void configure(String parameter, String value) {
        command("CONFIG", "SET", parameter, value);
    }

    /** One line per connected client, this one included. */
    public List<String> clients() {
        return String.valueOf(command("CLIENT", "LIST")).lines().toList();
    }

    private static byte[] request(String... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + parts.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(bytes);
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }

    private static @Nullable Object reply(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(in, Integer.parseInt(rest));
            case '*' -> array(in, Integer.parseInt(rest));
            default -> throw new IllegalStateException(rest);
        };
    }

    private static @Nullable String bulk(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable List<@Nullable Object> array(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(reply(in));
        }
        return elements;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The server closed the connection");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }
}
