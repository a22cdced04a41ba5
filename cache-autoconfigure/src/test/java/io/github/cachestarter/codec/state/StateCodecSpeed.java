package io.github.cachestarter.codec.state;

import io.github.cachestarter.TypeCodec;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** A quick comparison with plain Jackson, by hand: {@code main} prints bytes and microseconds. */
final class StateCodecSpeed {

    private static final int ROUNDS = 25;
    /** The time of this thread alone: other processes take the processors at any time. */
    private static final java.lang.management.ThreadMXBean CPU =
            java.lang.management.ManagementFactory.getThreadMXBean();

    @SuppressWarnings("unused") // read by nobody, so that nothing is optimised away
    private static volatile Object sink = "";

    private StateCodecSpeed() {}

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

    public static void main(String[] args) {
        List<Product> products = new ArrayList<>();
        List<Bean> beans = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            products.add(product(i));
            beans.add(new Bean());
        }
        compare("record", Product.class, product(1), 20_000);
        compare("50 records", new ParameterizedTypeReference<List<Product>>() {}.getType(), products, 500);
        compare("50 beans", new ParameterizedTypeReference<List<Bean>>() {}.getType(), beans, 500);
    }

    private static void compare(String name, Type type, Object value, int times) {
        TypeCodec codec = new StateCodec(RegisteredTypes.none()).forType(type);
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectWriter writer = mapper.writerFor(mapper.constructType(type));
        ObjectReader reader = mapper.readerFor(mapper.constructType(type));
        byte[] state = codec.encode(value);
        byte[] plain = writer.writeValueAsBytes(value);
        double[] micros = new double[4];
        Arrays.fill(micros, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            micros[0] = Math.min(micros[0], micros(times, () -> codec.encode(value)));
            micros[1] = Math.min(micros[1], micros(times, () -> writer.writeValueAsBytes(value)));
            micros[2] = Math.min(micros[2], micros(times, () -> codec.decode(state, 0, state.length)));
            micros[3] = Math.min(micros[3], micros(times, () -> Objects.requireNonNull(reader.readValue(plain))));
        }
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

    private static double micros(int times, java.util.function.Supplier<Object> action) {
        long start = CPU.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sink = action.get();
        }
        return (CPU.getCurrentThreadCpuTime() - start) / 1000.0 / times;
    }
}
