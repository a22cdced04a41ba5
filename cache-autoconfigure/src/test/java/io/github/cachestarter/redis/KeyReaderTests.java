package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.interceptor.SimpleKey;

class KeyReaderTests {

    private final KeyNames names = new KeyNames("shop", "1", "products");

    static Stream<Object> keys() {
        Stream<Object> single = Stream.of(
                "plain",
                "",
                "100% #1, (really)",
                "Grüße \uD83D\uDE00\n",
                "half \uD83D",
                7L,
                7,
                (short) 7,
                (byte) 7,
                true,
                'x',
                '#',
                new BigInteger("12345678901234567890"),
                new BigDecimal("1.50"),
                UUID.fromString("9b2f0c1e-7a53-4f1d-8a53-2f64c1a7e9d0"),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                LocalDate.of(2026, 1, 2),
                LocalTime.of(3, 4),
                LocalDateTime.of(2026, 1, 2, 3, 4),
                YearMonth.of(2026, 1),
                Duration.ofMinutes(90));
        Stream<Object> several = Stream.of(
                SimpleKey.EMPTY,
                new SimpleKey("a,b", "(c)"),
                new SimpleKey(1L, null, ""),
                new SimpleKey("x", new SimpleKey(1, "y"), LocalDate.of(2026, 1, 2)));
        return Stream.concat(single, several);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_key_is_made_of_its_text_again(Object key) {
        assertThat(names.source(names.text(names.key(key)))).contains(key);
    }

    record Seat(long id) {}

    @Test
    void nothing_that_a_text_names_is_instantiated_and_a_cut_text_is_left_alone() {
        assertThat(names.source(names.text(names.key(new Seat(1))))).isEmpty();
        assertThat(names.source(names.text(names.key(new SimpleKey(new Seat(1))))))
                .isEmpty();
        assertThat(names.source(names.text(names.key(List.of(1))))).isEmpty();
        assertThat(names.source(names.text(names.key("x".repeat(600))))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "long#", "long#x", "long#01", "%", "%4", "%zz", "char#", "key#(", "key#(a", "key#((", "key#a)", "#"
            })
    void what_nobody_wrote_is_no_key(String text) {
        assertThat(names.source(text)).isEmpty();
    }
}
