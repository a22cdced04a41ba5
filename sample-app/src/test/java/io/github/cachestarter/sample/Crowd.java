package io.github.cachestarter.sample;

import io.github.cachestarter.sample.SampleClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Five hundred users who ask at the same moment for the availability of the same few workshops. */
final class Crowd {

    static final int USERS = 500;

    private static final Pattern QUERY = Pattern.compile("availability of workshop (\\d+) from the database");

    private Crowd() {}

    /** What they get; user by user, whose workshop is {@code first + user % workshops}. */
    static List<Answer> asks(SampleClient client, int first, int workshops) throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(USERS);
        try {
            CountDownLatch ready = new CountDownLatch(USERS);
            List<Future<Answer>> calls = new ArrayList<>();
            for (int user = 0; user < USERS; user++) {
                String path = path(first + user % workshops);
                calls.add(users.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return client.get(path);
                }));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> call : calls) {
                answers.add(call.get());
            }
            return answers;
        } finally {
            users.shutdownNow();
        }
    }

    /** How often the database was asked for each workshop, by what the application has logged. */
    static Map<String, Long> queries(String log) {
        return QUERY.matcher(log)
                .results()
                .collect(Collectors.groupingBy(query -> query.group(1), Collectors.counting()));
    }

    static String path(int workshop) {
        return "/workshops/" + workshop + "/availability";
    }
}
