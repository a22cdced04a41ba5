package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.report.Series;
import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.util.List;

/** From the call of an eviction on one of fifty instances until none of them gives the old value any more. */
final class FanOut implements Scenario {

    private final int repetitions;

    FanOut(int repetitions) {
        this.repetitions = repetitions;
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.JETCACHE, Contender.REDISSON, Contender.PROJECT);
    }

    @Override
    public void measure(Contender contender, RedisAddress redis, Results results) throws Exception {
        RedisControl.flush(redis);
        try (ChildJvm instances = new ChildJvm(Instances.class, redis, contender.name())) {
            instances.nextAnswer();
            for (int i = 0; i < repetitions; i++) {
                instances.ask("key-" + i);
                String[] nanos = instances.nextAnswer().split(" ", 2);
                results.add(Series.of("FanOut.evict", contender), Double.parseDouble(nanos[0]) / 1e6, "ms");
                results.add(Series.of("FanOut.lookingAlone", contender), Double.parseDouble(nanos[1]) / 1e6, "ms");
            }
        }
    }
}
