package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.report.Series;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.util.List;

/**
 * From the start of a JVM until the application is ready, and until its first cached call has an answer; and
 * the time that all processors spend on that, which says more where they are shared with others.
 */
final class StartUp implements Scenario {

    private final int rounds;

    StartUp(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public int rounds() {
        return rounds;
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.SPRING_CAFFEINE, Contender.BOOT_REDIS, Contender.REDISSON, Contender.PROJECT);
    }

    @Override
    public void measure(Contender contender, RedisAddress redis, Results results) throws Exception {
        try (ChildJvm shop = new ChildJvm(Opening.class, redis, contender.name())) {
            results.add(Series.of("StartUp.ready", contender), Double.parseDouble(shop.nextAnswer()), "ms");
            String[] first = shop.nextAnswer().split(" ", 2);
            results.add(Series.of("StartUp.firstCall", contender), Double.parseDouble(first[0]), "ms");
            results.add(Series.of("StartUp.processor", contender), Double.parseDouble(first[1]), "ms");
        }
    }
}
