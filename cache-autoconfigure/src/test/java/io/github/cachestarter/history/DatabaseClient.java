package io.github.cachestarter.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How an instance reaches the {@link Database}: with as many connections as it has threads that use it. */
final class DatabaseClient {

    private final int port;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    DatabaseClient(int port) {
        this.port = port;
    }

    /** The version of the row now. */
    long read(int key) {
        return ask("read " + key);
    }

    /** Changes the row; the answer is its new version. */
    long write(int key) {
        return ask("write " + key);
    }

    private long ask(String command) {
        try {
            Connection pooled = idle.poll();
            Connection connection = pooled == null ? new Connection(port) : pooled;
            long version = connection.ask(command);
            idle.add(connection);
            return version;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static final class Connection {

        private final OutputStream out;
        private final BufferedReader in;

        Connection(int port) throws IOException {
            // Open for as long as the process lives.
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        long ask(String command) throws IOException {
            out.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            String answer = in.readLine();
            if (answer == null) {
                throw new IOException("The database closed the connection");
            }
            return Long.parseLong(answer);
        }
    }
}
