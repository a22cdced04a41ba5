package io.github.cachestarter.benchmarks.scenario;

import com.sun.management.OperatingSystemMXBean;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
import java.lang.management.ManagementFactory;

/**
 * A JVM that starts an application and answers its age in milliseconds, calls the cached method and answers it again with the
 * milliseconds that all processors have spent on it, and ends.
 */
final class Opening {

    private Opening() {}

    /** The argument is a contender. */
    public static void main(String[] args) {
        try (Subject subject = Contender.valueOf(args[0]).open(Tiers.LOCAL_FIRST, RedisAddress.given())) {
            ChildJvm.answer(age());
            subject.call(Product.key(1));
            String age = age();
            ChildJvm.answer(age + " " + processorMillis());
        }
    }

    private static String age() {
        return String.valueOf(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private static double processorMillis() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
    }
}
