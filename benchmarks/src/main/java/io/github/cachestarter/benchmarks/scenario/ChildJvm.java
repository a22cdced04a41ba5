package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Another JVM with the same classes, which answers a line with a line. Ends when it is closed. */
final class ChildJvm implements AutoCloseable {

    /** What its answers begin with, since libraries may print, too. */
    private static final String MARK = "::";

    private static final long END_SECONDS = 20;

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;

    ChildJvm(Class<?> main, RedisAddress redis, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                redis.option(),
                "-classpath",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** What the child's main method calls to answer. */
    static void answer(String text) {
        System.out.println(MARK + text);
    }

    void ask(String line) {
        questions.println(line);
    }

    /** Waits for the next answer. */
    String nextAnswer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(MARK)) {
                return line.substring(MARK.length());
            }
        }
        throw new IOException("The other JVM ended without an answer");
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException ex) {
            process.destroyForcibly().onExit().join();
        }
        answers.close();
    }
}
