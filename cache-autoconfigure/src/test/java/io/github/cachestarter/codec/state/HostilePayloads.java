package io.github.cachestarter.codec.state;

import com.sun.management.ThreadMXBean;
import io.github.cachestarter.TypeCodec;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Ten thousand mutations of a valid payload, decoded one after the other. A program, so that it can run in a JVM with a
 * small heap: whatever is no {@link RuntimeException} ends it. Prints the most bytes that one decode allocated, how many
 * mutations still gave a value, and the largest heap it may have.
 */
final class HostilePayloads {

    static final Type TYPE = new ParameterizedTypeReference<List<Shapes.Holder>>() {}.getType();

    private static final int MUTATIONS = 10_000;

    private HostilePayloads() {}

    public static void main(String[] args) {
        TypeCodec holders = new StateCodec(RegisteredTypes.none()).forType(TYPE);
        byte[] valid = holders.encode(value());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(42);
        long worst = 0;
        int decoded = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutate(valid, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                decoded += ((List<?>) holders.decode(mutated, 0, mutated.length)).isEmpty() ? 0 : 1;
            } catch (RuntimeException ex) {
                // The way every bad payload ends.
            }
            worst = Math.max(worst, threads.getCurrentThreadAllocatedBytes() - before);
        }
        System.out.println(worst);
        System.out.println(decoded);
        System.out.println(Runtime.getRuntime().maxMemory());
    }

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
}
