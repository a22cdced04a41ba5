package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.report.Results;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.util.List;

/** Something measured once per contender. */
public interface Scenario {

    /** Measures one contender and adds what it found. */
    void measure(Contender contender, RedisAddress redis, Results results) throws Exception;

    /** Who takes part. */
    List<Contender> contenders();

    /** How often to go round all contenders: what is compared is to lie close together in time. */
    default int rounds() {
        return 1;
    }

    /** Everything, with that many repetitions of what varies, and so many starts of an application. */
    static List<Scenario> all(int repetitions, int starts) {
        return List.of(
                new Commands(),
                new EntrySize(EntrySize.ALL),
                new Stampede("Stampede.oneJvm", 1, 100, repetitions),
                new Stampede("Stampede.threeJvms", 3, 34, repetitions),
                new StartUp(starts),
                new FanOut(repetitions));
    }
}
