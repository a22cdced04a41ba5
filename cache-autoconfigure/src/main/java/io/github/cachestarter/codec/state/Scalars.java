package io.github.cachestarter.codec.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JsonToken;

/**
 * The immutable JDK types that are one JSON value, in a fixed order: it decides type ids. A type belongs here only if
 * reading gives back an equal value for every value there is, or writing refuses.
 */
final class Scalars {

    static final List<ScalarNode<?>> ALL = all();

    private Scalars() {}

    private static List<ScalarNode<?>> all() {
        List<ScalarNode<?>> all = new ArrayList<>();
        all.add(scalar(String.class, (json, value) -> json.writeString(value), Tokens::text));
        numbers(all);
        times(all);
        texts(all);
        optionals(all);
        return List.copyOf(all);
    }

    private static void numbers(List<ScalarNode<?>> all) {
        all.add(scalar(Integer.class, (json, value) -> json.writeNumber((int) value), Tokens::integer));
        all.add(scalar(Long.class, (json, value) -> json.writeNumber((long) value), Tokens::longInteger));
        all.add(scalar(Boolean.class, (json, value) -> json.writeBoolean(value), Tokens::bool));
        all.add(scalar(Double.class, Tokens::writeDouble, Tokens::readDouble));
        all.add(scalar(BigDecimal.class, (json, value) -> json.writeString(value.toString()), Tokens::readDecimal));
        all.add(scalar(Float.class, Tokens::writeFloat, Tokens::readFloat));
        all.add(scalar(Short.class, (json, value) -> json.writeNumber((short) value), in ->
                (short) Tokens.integer(in, Short.MIN_VALUE, Short.MAX_VALUE)));
        all.add(scalar(Byte.class, (json, value) -> json.writeNumber((int) value), in ->
                (byte) Tokens.integer(in, Byte.MIN_VALUE, Byte.MAX_VALUE)));
        // As a number: half of a surrogate pair is no text.
        all.add(scalar(Character.class, (json, value) -> json.writeNumber((int) value), in ->
                (char) Tokens.integer(in, Character.MIN_VALUE, Character.MAX_VALUE)));
        all.add(scalar(BigInteger.class, Tokens::writeBigInteger, Tokens::readBigInteger));
    }

    private static void times(List<ScalarNode<?>> all) {
        all.add(text(Instant.class, Instant::parse));
        all.add(text(LocalDate.class, LocalDate::parse));
        all.add(text(LocalDateTime.class, LocalDateTime::parse));
        all.add(text(LocalTime.class, LocalTime::parse));
        all.add(text(OffsetDateTime.class, OffsetDateTime::parse));
        all.add(text(OffsetTime.class, OffsetTime::parse));
        all.add(text(ZonedDateTime.class, Scalars::zoned));
        all.add(text(Duration.class, Duration::parse));
        all.add(text(Period.class, Period::parse));
        all.add(text(Year.class, text -> Year.of(Integer.parseInt(text))));
        all.add(text(YearMonth.class, Scalars::yearMonth));
        all.add(text(MonthDay.class, MonthDay::parse));
        all.add(text(ZoneOffset.class, ZoneOffset::of));
        all.add(text(ZoneId.class, ZoneId::of));
    }

    private static void texts(List<ScalarNode<?>> all) {
        all.add(text(UUID.class, UUID::fromString));
        all.add(text(URI.class, URI::create));
        all.add(scalar(
                Locale.class,
                (json, value) -> json.writeString(value.toLanguageTag()),
                in -> Locale.forLanguageTag(Tokens.text(in)),
                value -> Locale.forLanguageTag(value.toLanguageTag())));
        all.add(scalar(
                Currency.class,
                (json, value) -> json.writeString(value.getCurrencyCode()),
                in -> Currency.getInstance(Tokens.text(in))));
    }

    private static void optionals(List<ScalarNode<?>> all) {
        all.add(scalar(
                OptionalInt.class,
                (json, value) -> value.ifPresentOrElse(json::writeNumber, () -> json.writeBoolean(false)),
                in -> absent(in) ? OptionalInt.empty() : OptionalInt.of(Tokens.integer(in))));
        all.add(scalar(
                OptionalLong.class,
                (json, value) -> value.ifPresentOrElse(json::writeNumber, () -> json.writeBoolean(false)),
                in -> absent(in) ? OptionalLong.empty() : OptionalLong.of(Tokens.longInteger(in))));
        all.add(scalar(
                OptionalDouble.class,
                (json, value) -> value.ifPresentOrElse(
                        number -> Tokens.writeDouble(json, number), () -> json.writeBoolean(false)),
                in -> absent(in) ? OptionalDouble.empty() : OptionalDouble.of(Tokens.readDouble(in))));
    }

    private static boolean absent(StateReader in) {
        return in.token() == JsonToken.VALUE_FALSE;
    }

    /** {@code parse} alone may pick the other of two offsets at the end of summer time. */
    private static ZonedDateTime zoned(String text) {
        int zone = text.indexOf('[');
        OffsetDateTime time = OffsetDateTime.parse(zone < 0 ? text : text.substring(0, zone));
        ZoneId id = zone < 0 ? time.getOffset() : ZoneId.of(text.substring(zone + 1, text.length() - 1));
        return ZonedDateTime.ofStrict(time.toLocalDateTime(), time.getOffset(), id);
    }

    /** {@code parse} does not take what {@code toString} makes of years beyond 9999. */
    private static YearMonth yearMonth(String text) {
        int dash = text.lastIndexOf('-');
        return YearMonth.of(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    private static <T> ScalarNode<T> scalar(Class<T> type, ScalarNode.Write<T> write, ScalarNode.Read<T> read) {
        return new ScalarNode<>(type, false, write, read);
    }

    /** One whose text does not hold all of every value: written only if this one comes back equal. */
    private static <T> ScalarNode<T> scalar(
            Class<T> type, ScalarNode.Write<T> write, ScalarNode.Read<T> read, Function<T, T> again) {
        return scalar(
                type,
                (json, value) -> {
                    if (!again.apply(value).equals(value)) {
                        throw new Refusal(
                                "the " + type.getSimpleName() + " '" + value + "' has no text that gives it back",
                                "Use a standard " + type.getSimpleName());
                    }
                    write.write(json, value);
                },
                read);
    }

    private static <T> ScalarNode<T> text(Class<T> type, Function<String, T> parse) {
        return scalar(type, (json, value) -> json.writeString(value.toString()), in -> parse.apply(Tokens.text(in)));
    }
}
