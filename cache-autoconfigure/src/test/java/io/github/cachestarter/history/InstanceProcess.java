package io.github.cachestarter.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The parent's end of an {@link Instance}. Commands are sent and answered in order. */
final class InstanceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int KEPT_LINES = 200;

    private final int number;
    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Deque<String> log = new ArrayDeque<>();

    private InstanceProcess(int number, Process process) {
        this.number = number;
        this.process = process;
        Thread reader = new Thread(this::read, "instance-" + number);
        reader.setDaemon(true);
        reader.start();
    }

    static InstanceProcess start(int number, int redisPort, int databasePort) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Instance.class.getName(),
                            String.valueOf(number),
                            String.valueOf(redisPort),
                            String.valueOf(databasePort))
                    .redirectErrorStream(true)
                    .start();
            return new InstanceProcess(number, process);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    int number() {
        return number;
    }

    void send(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException ex) {
            throw new IllegalStateException(this + " is gone:\n" + log(), ex);
        }
    }

    /** The lines of the answer to the oldest command that has none yet. */
    List<String> answer() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null || line.equals("end of output")) {
                throw new IllegalStateException(this + " does not answer:\n" + log());
            }
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line);
        }
    }

    List<String> ask(String command) throws InterruptedException {
        send(command);
        return answer();
    }

    /** Stops the process with SIGSTOP and lets it go on after that time, whatever becomes of this JVM meanwhile. */
    void stopFor(Duration time) throws IOException, InterruptedException {
        String script =
                "kill -STOP %1$d; sleep %2$.3f; kill -CONT %1$d".formatted(process.pid(), time.toMillis() / 1e3);
        int status = new ProcessBuilder("sh", "-c", script).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("Could not let " + this + " go on");
        }
    }

    /** What it logged last. */
    String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "Instance " + number;
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(Instance.ANSWER)) {
                    answers.add(line.substring(Instance.ANSWER.length()));
                } else {
                    keep(line);
                }
            }
        } catch (IOException ex) {
            keep(ex.toString());
        }
        answers.add("end of output");
    }

    private void keep(String line) {
        synchronized (log) {
            log.addLast(line);
            if (log.size() > KEPT_LINES) {
                log.removeFirst();
            }
        }
    }
}
