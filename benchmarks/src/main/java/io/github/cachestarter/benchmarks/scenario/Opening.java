package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
import java.lang.management.ManagementFactory;

/** A JVM that starts an application, answers its age in milliseconds twice, and ends. */
final class Opening {

    private Opening() {}

    /** The argument is a contender. */
    public static void main(String[] args) {
        try (Subject subject = Contender.valueOf(args[0]).open(Tiers.LOCAL_FIRST, RedisAddress.given())) {
            answerAge();
            subject.call(Product.key(1));
            answerAge();
        }
    }

    private static void answerAge() {
        ChildJvm.answer(String.valueOf(ManagementFactory.getRuntimeMXBean().getUptime()));
    }
}
