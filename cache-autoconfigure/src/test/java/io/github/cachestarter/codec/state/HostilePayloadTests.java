package io.github.cachestarter.codec.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.TypeCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Payloads that somebody else wrote, or a flipped bit: an exception or a value of the declared world, nothing else. */
class HostilePayloadTests {

    /** Twice what a payload may be long by default. */
    /** The worst decode was measured at 0.8 MB on Java 17 and 2.8 MB on Java 25. */
    private static final long ALLOCATION_LIMIT = (Runtime.version().feature() < 21 ? 2L : 4L) * 1024 * 1024;

    /** On the class path and easily named; nobody declares it. */
    static class Canary {
        static final AtomicBoolean MADE = new AtomicBoolean();

        Canary() {
            MADE.set(true);
        }
    }

    private final StateCodec codec = new StateCodec(RegisteredTypes.none());
    private final TypeCodec holders = codec.forType(HostilePayloads.TYPE);

    private static Object decode(TypeCodec type, byte[] bytes) {
        return type.decode(bytes, 0, bytes.length);
    }

    /** In a JVM of its own: what a heap of 256 MiB survives is no accident of a large one. */
    @Test
    void tenThousandMutationsMakeNoErrorAndAllocateLittleInASmallHeap() throws Exception {
        Process small = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostilePayloads.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String printed = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(small.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(small.exitValue()).as("an Error escaped").isZero();
            List<Long> numbers = printed.lines().map(Long::valueOf).toList();
            assertThat(numbers.get(0)).as("allocated by one decode").isLessThan(ALLOCATION_LIMIT);
            assertThat(numbers.get(1))
                    .as("some mutations only change a text")
                    .isPositive()
                    .isLessThan(5_000L);
            assertThat(numbers.get(2)).as("the heap").isLessThanOrEqualTo(256L * 1024 * 1024);
        } finally {
            small.destroyForcibly();
        }
    }

    @Test
    void aPayloadCannotNameAClass() {
        String name = Canary.class.getName();
        for (String json : List.of(
                "[0,[0,\"" + name + "\"],null,null]",
                "[0,[[\"" + name + "\"],null,null]]",
                "[0,[{\"@class\":\"" + name + "\"},null,null]]",
                "[\"" + name + "\"]")) {
            assertThatThrownBy(() -> decode(holders, json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(Canary.MADE).isFalse();
    }

    @Test
    void deepNestingEndsInAnExceptionAlsoOnASmallStack() throws InterruptedException {
        byte[] deep = "[0,[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        List<Throwable> failures = new ArrayList<>();
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        decode(holders, deep);
                    } catch (Throwable ex) {
                        failures.add(ex);
                    }
                },
                "small stack",
                64 * 1024L);
        small.start();
        small.join();
        assertThat(failures).hasSize(1).first().isInstanceOf(RuntimeException.class);
    }

    @Test
    void aReferenceMustFitItsPlace() {
        TypeCodec invoice = codec.forType(Shapes.Patient.class);
        // Object 0 is the patient: no list can be it.
        assertThatThrownBy(() -> decode(invoice, "[\"n\",0,null]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whateverIsEncodedCanBeDecodedUpToTheDepthLimit() {
        TypeCodec chain = codec.forType(Shapes.Chain.class);
        int deepest = 0;
        for (int depth = 480; depth < 520; depth++) {
            try {
                byte[] bytes = chain.encode(Shapes.Chain.of(depth));
                assertThat(decode(chain, bytes)).isInstanceOf(Shapes.Chain.class);
                deepest = depth;
            } catch (io.github.cachestarter.RefusedValueException ex) {
                assertThat(ex).hasMessageContaining("deep");
            }
        }
        assertThat(deepest).isEqualTo(500);
    }

    @Test
    void everyDoubleAndFloatComesBackBitForBit() {
        TypeCodec objects = codec.forType(Object.class);
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            float single = Float.intBitsToFloat(random.nextInt());
            double twice = Double.longBitsToDouble(random.nextLong());
            assertThat(decode(objects, objects.encode(single))).isEqualTo(single);
            assertThat(decode(objects, objects.encode(twice))).isEqualTo(twice);
        }
    }
}
