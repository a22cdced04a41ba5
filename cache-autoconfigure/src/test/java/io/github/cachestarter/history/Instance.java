package io.github.cachestarter.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own that does what its parent says, one command a line, and ends when the parent does. Every answer ends
 * with an empty line; all lines of answers begin with {@link #ANSWER}, since logs go the same way.
 */
public final class Instance {

    static final String ANSWER = "@@";

    private final int number;
    private final int redisPort;
    private final int databasePort;
    private Application application;
    private Workload workload;

    private Instance(int number, int redisPort, int databasePort) {
        this.number = number;
        this.redisPort = redisPort;
        this.databasePort = databasePort;
    }

    public static void main(String[] arguments) throws Exception {
        int[] numbers = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        Instance instance = new Instance(numbers[0], numbers[1], numbers[2]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            say(instance.obey(words.get(0), words.subList(1, words.size())));
        }
        Runtime.getRuntime().halt(0);
    }

    private List<String> obey(String command, List<String> arguments) throws Exception {
        return switch (command) {
            case "clock" -> List.of(String.valueOf(System.nanoTime()));
            case "open" -> open(Mode.valueOf(arguments.get(0)));
            case "run" -> lines(workload.run(Long.parseLong(arguments.get(0)), Long.parseLong(arguments.get(1))));
            case "read" -> lines(workload.readAll());
            case "evict" -> List.of(String.valueOf(workload.evict(Integer.parseInt(arguments.get(0)))));
            case "repaired" -> List.of(String.valueOf(application.repaired()));
            case "counts" -> List.of(counts());
            default -> throw new IOException("Unknown command " + command);
        };
    }

    private List<String> open(Mode mode) {
        if (application != null) {
            application.close();
        }
        application = Application.start(mode, redisPort, databasePort);
        workload = new Workload(number, application);
        return List.of();
    }

    private String counts() {
        Map<String, Long> counts = application.heard().counts();
        counts.put("loads", application.rows().loads());
        return counts.toString();
    }

    private static List<String> lines(List<Operation> operations) {
        return operations.stream().map(Operation::line).toList();
    }

    private static void say(List<String> answer) {
        StringBuilder text = new StringBuilder();
        answer.forEach(line -> text.append(ANSWER).append(line).append('\n'));
        synchronized (System.out) {
            System.out.print(text.append(ANSWER).append('\n'));
            System.out.flush();
        }
    }
}
