package io.github.cachestarter.codec.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.cachestarter.TypeCodec;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Payloads that somebody else wrote, or a flipped bit: an exception or a value of the declared world, nothing else. */
class HostilePayloadTests {

    private static final long ALLOCATION_LIMIT = 2L * 1024 * 1024;

    /** On the class path and easily named; nobody declares it. */
    static class Canary {
        static final AtomicBoolean MADE = new AtomicBoolean();

        Canary() {
            MADE.set(true);
        }
    }

    private final StateCodec codec = new StateCodec(RegisteredTypes.none());
    private final TypeCodec holders = codec.forType(new ParameterizedTypeReference<List<Shapes.Holder>>() {}.getType());

    private static List<Shapes.Holder> value() {
        List<Shapes.Holder> list = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Shapes.Holder holder = new Shapes.Holder();
            holder.first = "text " + i;
            holder.second = new HashMap<>(Map.of(1L, new int[] {1, 2, 3}, "a", 2.5));
            holder.third = new ArrayList<>(List.of(holder, list, List.of(1)));
            list.add(holder);
        }
        return list;
    }

    private static Object decode(TypeCodec type, byte[] bytes) {
        return type.decode(bytes, 0, bytes.length);
    }

    @Test
    void mutationsNeverMakeAnErrorNorAllocateMuch() {
        byte[] valid = holders.encode(value());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(42);
        long worst = 0;
        int decoded = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] mutated = mutate(valid, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                assertThat(decode(holders, mutated)).isInstanceOf(List.class);
                decoded++;
            } catch (RuntimeException ex) {
                // The way every bad payload ends.
            }
            worst = Math.max(worst, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(worst).isLessThan(ALLOCATION_LIMIT);
        assertThat(decoded).as("some mutations only change a text").isPositive().isLessThan(5_000);
    }

    private static byte[] mutate(byte[] valid, Random random) {
        byte[] mutated = valid.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int place = random.nextInt(mutated.length);
            mutated[place] = switch (random.nextInt(3)) {
                case 0 -> (byte) (mutated[place] ^ (1 << random.nextInt(8)));
                case 1 -> (byte) "[]0123456789,\"n".charAt(random.nextInt(15));
                default -> mutated[random.nextInt(mutated.length)];
            };
        }
        return mutated;
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
