package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a hit in this process leaves for the garbage collector; how long it takes, {@link HitPathSpeed} tells. */
class HitPathTests {

    private static List<Double> bytes = List.of();

    @BeforeAll
    static void measure() throws Exception {
        Process measuring = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HitPathBytes.COMPILER,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HitPathBytes.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String printed = new String(measuring.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(measuring.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(measuring.exitValue()).isZero();
            bytes = printed.lines().map(Double::valueOf).toList();
        } finally {
            measuring.destroyForcibly();
        }
    }

    @Test
    void a_hit_of_an_immutable_value_leaves_nothing() {
        assertThat(bytes.get(0)).isLessThan(1);
    }

    @Test
    void a_hit_of_an_annotated_method_leaves_no_more_than_with_springs_own_cache() {
        assertThat(bytes.get(1)).isLessThanOrEqualTo(bytes.get(2));
    }
}
