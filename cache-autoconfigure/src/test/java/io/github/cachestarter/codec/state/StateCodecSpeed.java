package io.github.cachestarter.codec.state;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.codec.HeaderEntryCodec;
import io.github.cachestarter.codec.SelfCheck;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A comparison with plain Jackson, to be run by hand (see CONTRIBUTING): prints bytes, microseconds and their ratios, and
 * what the codec's check of its own work costs. No test by its name, since the machine decides the outcome.
 */
final class StateCodecSpeed {

    private static final int WARM_UP = 10;
    private static final int ROUNDS = 25;
    /** The time of this thread alone: other processes take the processors at any time. */
    private static final java.lang.management.ThreadMXBean CPU =
            java.lang.management.ManagementFactory.getThreadMXBean();

    @SuppressWarnings("unused") // read by nobody, so that nothing is optimised away
    private static volatile Object sink = "";

    record Product(
            long id,
            String sku,
            String name,
            String description,
            BigDecimal price,
            String currency,
            int stock,
            boolean active,
            Instant updated,
            LocalDate since,
            List<String> tags) {}

    /** The same as a class with setters. */
    static class Bean {
        public long id = 4711;
        public String sku = "SKU-0000-4711";
        public String name = "Garden chair";
        public int stock = 7;
        public double weight = 3.25;
        public BigDecimal price = new BigDecimal("49.90");
        public List<String> tags = new ArrayList<>(List.of("garden", "wood"));
    }

    static Product product(long id) {
        return new Product(
                id,
                "SKU-0000-" + id,
                "Garden chair, oak, foldable",
                "A chair that can be folded and put away for the winter.",
                new BigDecimal("49.90"),
                "EUR",
                17,
                true,
                Instant.ofEpochSecond(1_700_000_000L + id, 123_000_000),
                LocalDate.of(2020, 5, 17),
                List.of("garden", "wood", "chair"));
    }

    @Test
    void comparedWithPlainJackson() {
        List<Product> products = new ArrayList<>();
        List<Bean> beans = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            products.add(product(i));
            beans.add(new Bean());
        }
        compare("record", Product.class, product(1), 20_000);
        compare("50 records", new ParameterizedTypeReference<List<Product>>() {}.getType(), products, 500);
        check("record", Product.class, product(1), 5_000);
        check("50 records", new ParameterizedTypeReference<List<Product>>() {}.getType(), products, 200);
        compare("50 beans", new ParameterizedTypeReference<List<Bean>>() {}.getType(), beans, 500);
    }

    private static void compare(String name, Type type, Object value, int times) {
        TypeCodec codec = new StateCodec(RegisteredTypes.none()).forType(type);
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectWriter writer = mapper.writerFor(mapper.constructType(type));
        ObjectReader reader = mapper.readerFor(mapper.constructType(type));
        byte[] state = codec.encode(value);
        byte[] plain = writer.writeValueAsBytes(value);
        double[] micros = medians(
                times,
                () -> codec.encode(value),
                () -> writer.writeValueAsBytes(value),
                () -> codec.decode(state, 0, state.length),
                () -> Objects.requireNonNull(reader.readValue(plain)));
        System.out.printf(
                "%s: bytes %d / %d, encode %.2f / %.2f us = %.2f, decode %.2f / %.2f us = %.2f%n",
                name,
                state.length,
                plain.length,
                micros[0],
                micros[1],
                micros[0] / micros[1],
                micros[2],
                micros[3],
                micros[2] / micros[3]);
    }

    /** What it costs to store a value whose class is still being checked, and one that is trusted. */
    private static void check(String name, Type type, Object value, int times) {
        HeaderEntryCodec checking = entryCodec(new SelfCheck(0, 1));
        HeaderEntryCodec trusting = entryCodec(SelfCheck.OFF);
        Entry entry = new Entry(value, new EntryMeta(7, 0, 0, 0, 1_000));
        double[] micros = medians(times, () -> checking.encode(entry, type), () -> trusting.encode(entry, type));
        System.out.printf(
                "%s: encode with check %.2f / without %.2f us = %.2f%n",
                name, micros[0], micros[1], micros[0] / micros[1]);
    }

    private static HeaderEntryCodec entryCodec(SelfCheck check) {
        return new HeaderEntryCodec(
                "products",
                new ValueSettings("json", Optional.empty(), 1 << 20, 0),
                new StateCodec(RegisteredTypes.none()),
                Findings.NO_OP,
                check,
                bound -> 0);
    }

    /** In turns, so that a slow moment of the machine meets all alike; the first rounds warm up. */
    @SafeVarargs
    private static double[] medians(int times, Supplier<Object>... actions) {
        double[][] rounds = new double[actions.length][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int action = 0; action < actions.length; action++) {
                double micros = micros(times, actions[action]);
                if (round >= 0) {
                    rounds[action][round] = micros;
                }
            }
        }
        return Arrays.stream(rounds)
                .mapToDouble(each -> Arrays.stream(each).sorted().toArray()[ROUNDS / 2])
                .toArray();
    }

    private static double micros(int times, Supplier<Object> action) {
        long start = CPU.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sink = action.get();
        }
        return (CPU.getCurrentThreadCpuTime() - start) / 1000.0 / times;
    }
}
