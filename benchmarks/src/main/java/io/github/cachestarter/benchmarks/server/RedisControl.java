package io.github.cachestarter.benchmarks.server;

import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection that asks the server about itself, without a client library whose threads would take part in the race. */
public final class RedisControl implements AutoCloseable {

    private static final Pattern READS = Pattern.compile("cmdstat_h?get:calls=(\\d+)");

    private final Socket socket;
    private final InputStream in;

    /** Connects. */
    public RedisControl(RedisAddress redis) {
        try {
            this.socket = new Socket(redis.host(), redis.port());
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Empties the server. */
    public static void flush(RedisAddress redis) {
        try (RedisControl control = new RedisControl(redis)) {
            control.command("FLUSHALL");
        }
    }

    /** How often the server was asked for an entry, as a string or as a field of a hash, since it started. */
    public long reads() {
        String statistics = Objects.requireNonNull(text("INFO", "commandstats"));
        return READS.matcher(statistics)
                .results()
                .mapToLong(read -> Long.parseLong(read.group(1)))
                .sum();
    }

    /** A reply that is text, or null. */
    public @Nullable String text(String... command) {
        return (String) command(command);
    }

    /** A reply that is a number; 0 for none. */
    public long number(String... command) {
        Object reply = command(command);
        return reply == null ? 0 : (Long) reply;
    }

    /** A reply that is a flat list of texts. */
    public List<String> texts(String... command) {
        Object reply = command(command);
        return reply instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Sends a command of which the reply is a String, a Long, a list of these or null. */
    public @Nullable Object command(String... command) {
        try {
            send(command);
            return reply();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The next line that the server sends of its own, as MONITOR does. */
    String nextLine() throws IOException {
        return line().substring(1);
    }

    private void send(String... command) throws IOException {
        StringBuilder request = new StringBuilder("*").append(command.length).append("\r\n");
        for (String word : command) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable Object reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IOException("Redis answered: " + rest);
        };
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        line();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private List<@Nullable Object> array(int size) throws IOException {
        List<@Nullable Object> replies = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            replies.add(reply());
        }
        return replies;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) c);
        }
        if (in.read() != '\n') {
            throw new IOException("Not the protocol of Redis: " + line);
        }
        return line.toString();
    }
}
