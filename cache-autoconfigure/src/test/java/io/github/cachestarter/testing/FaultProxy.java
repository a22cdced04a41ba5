package io.github.cachestarter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy in front of a server that makes the faults of a network: it swallows what is sent, delays or corrupts what
 * comes back, and cuts. All faults apply to the connections that are open as well as to new ones. Close it in every case.
 */
public final class FaultProxy implements AutoCloseable {

    private volatile int target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private volatile boolean swallowing;
    private volatile boolean swallowingSubscriptions;
    private volatile boolean corrupting;
    private volatile Duration delay = Duration.ZERO;
    private final AtomicReference<Hold> hold = new AtomicReference<>();

    private FaultProxy(int target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /** Starts a proxy on a port of its own in front of a local port. */
    public static FaultProxy before(int target) {
        try {
            FaultProxy proxy = new FaultProxy(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            daemon("fault-proxy-accept", proxy::accept);
            return proxy;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The port to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** {@code redis://host:port} of this proxy. */
    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    /** A blackhole: connections stand, new ones are accepted, and nothing arrives in either direction. */
    public void swallow() {
        swallowing = true;
    }

    /**
     * A blackhole for the connections that have subscribed to a channel, or will; the others work. Those that lost
     * something end when it is over: no network goes on after a gap.
     */
    public void swallowSubscriptions() {
        swallowingSubscriptions = true;
    }

    /** Replies arrive this much later. */
    public void delay(Duration time) {
        delay = time;
    }

    /** Replies arrive with their bits flipped. */
    public void corrupt() {
        corrupting = true;
    }

    /**
     * Holds back the next piece that has this text in it, whoever sends it, and all that follows it in its direction on its
     * connection. A command that is let go reaches the server even if its client has gone away meanwhile.
     */
    public Hold hold(String text) {
        Hold next = new Hold(text);
        hold.set(next);
        return next;
    }

    /** New connections lead to this local port from now on; those that are open stay where they are. */
    public void leadTo(int port) {
        target = port;
    }

    /** Resets every open connection; new ones are accepted. */
    public void cut() {
        sockets.forEach(FaultProxy::close);
    }

    /** No more faults for bytes from now on; what was swallowed is lost. */
    public void heal() {
        swallowing = false;
        swallowingSubscriptions = false;
        corrupting = false;
        delay = Duration.ZERO;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } finally {
            cut();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                AtomicBoolean subscribed = new AtomicBoolean();
                daemon("fault-proxy-request", () -> pump(client, server, subscribed, false));
                daemon("fault-proxy-reply", () -> pump(server, client, subscribed, true));
            } catch (IOException ex) {
                // Closed, or the server refuses: the client sees its connection end.
            }
        }
    }

    private void pump(Socket from, Socket to, AtomicBoolean subscribed, boolean reply) {
        byte[] buffer = new byte[16 * 1024];
        boolean gap = false;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!reply && subscribes(buffer, length)) {
                    subscribed.set(true);
                }
                boolean unheard = swallowingSubscriptions && subscribed.get();
                gap |= unheard;
                if (swallowing || unheard) {
                    continue;
                }
                if (gap) {
                    return;
                }
                if (reply) {
                    spoil(buffer, length);
                }
                Hold next = hold.get();
                if (next != null && next.isIn(buffer, length) && hold.compareAndSet(next, null)) {
                    next.pause();
                }
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException ex) {
            // One side is gone: closing the other one passes that on.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** The command's name lies in one piece: it is short, and sent when nothing else is under way. */
    private static boolean subscribes(byte[] buffer, int length) {
        return contains(buffer, length, "SUBSCRIBE");
    }

    private static boolean contains(byte[] buffer, int length, String text) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(text);
    }

    private void spoil(byte[] buffer, int length) {
        if (!delay.isZero()) {
            LockSupport.parkNanos(delay.toNanos());
        }
        if (corrupting) {
            for (int i = 0; i < length; i++) {
                buffer[i] ^= 0x55;
            }
        }
    }

    private static void close(Socket socket) {
        try {
            // A reset instead of an orderly end.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException ex) {
            // It is closed, which is what was wanted.
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Something that is held back. */
    public static final class Hold {

        private final String text;
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch gone = new CountDownLatch(1);

        private Hold(String text) {
            this.text = text;
        }

        /** Waits until it is. */
        public void awaitHeld() throws InterruptedException {
            if (!held.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Nothing with '" + text + "' in it has come");
            }
        }

        /** Lets it go on its way. */
        public void letGo() {
            gone.countDown();
        }

        private boolean isIn(byte[] buffer, int length) {
            return contains(buffer, length, text);
        }

        private void pause() throws IOException {
            held.countDown();
            try {
                gone.await();
            } catch (InterruptedException ex) {
                throw new IOException(ex);
            }
        }
    }
}
