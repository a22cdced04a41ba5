package io.github.cachestarter.history;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The source of truth: a version for each key, which only grows, behind a TCP port. {@code read key} and
 * {@code write key} answer the version, the latter a new one. It never fails.
 */
final class Database implements AutoCloseable {

    static final int KEYS = 8;

    private final AtomicLongArray versions = new AtomicLongArray(KEYS);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;

    private Database(ServerSocket listener) {
        this.listener = listener;
    }

    static Database start() {
        try {
            Database database = new Database(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            daemon(database::accept);
            return database;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The version of every key now. */
    long[] versions() {
        long[] copy = new long[KEYS];
        for (int key = 0; key < KEYS; key++) {
            copy[key] = versions.get(key);
        }
        return copy;
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException ex) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                BufferedWriter out = new BufferedWriter(
                        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int key = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
                long version = line.startsWith("write") ? versions.incrementAndGet(key) : versions.get(key);
                out.write(version + "\n");
                out.flush();
            }
        } catch (IOException ex) {
            // The client is gone.
        } finally {
            sockets.remove(socket);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "database");
        thread.setDaemon(true);
        thread.start();
    }
}
