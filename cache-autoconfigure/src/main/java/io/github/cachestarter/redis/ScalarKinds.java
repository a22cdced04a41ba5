package io.github.cachestarter.redis;

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
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Single values of the JDK: exact, and the same in every version of Java, whatever zone or locale it runs in. */
@SuppressWarnings("JavaUtilDate") // applications have keys of it
final class ScalarKinds {

    private static final Map<Class<?>, KeyKind> EXACT = new HashMap<>();

    static {
        EXACT.put(String.class, (out, key) -> out.string((String) key));
        ownText("long", Long.class);
        ownText("int", Integer.class);
        ownText("short", Short.class);
        ownText("byte", Byte.class);
        ownText("bool", Boolean.class);
        ownText("char", Character.class);
        ownText("bigint", BigInteger.class);
        ownText("decimal", BigDecimal.class);
        EXACT.put(Double.class, (out, key) -> out.type("double").safe(Decimals.text((Double) key)));
        EXACT.put(Float.class, (out, key) -> out.type("float").safe(Decimals.text((Float) key)));
        ownText("uuid", UUID.class);
        ownText("currency", Currency.class);
        for (Class<?> time : List.of(
                LocalDate.class,
                LocalTime.class,
                LocalDateTime.class,
                Instant.class,
                OffsetTime.class,
                OffsetDateTime.class,
                ZonedDateTime.class,
                Year.class,
                YearMonth.class,
                MonthDay.class,
                Duration.class,
                Period.class)) {
            ownText(time.getSimpleName().toLowerCase(Locale.ROOT), time);
        }
        EXACT.put(URI.class, (out, key) -> out.type("uri").text(Uris.text((URI) key)));
        EXACT.put(Locale.class, (out, key) -> locale(out, (Locale) key));
        EXACT.put(Class.class, (out, key) -> out.type("class").text(((Class<?>) key).getName()));
        EXACT.put(
                Optional.class,
                (out, key) -> out.type("optional")
                        .elements(((Optional<?>) key).stream().toList()));
        EXACT.put(
                OptionalInt.class,
                (out, key) -> out.type("optionalint")
                        .elements(((OptionalInt) key).stream().boxed().toList()));
        EXACT.put(
                OptionalLong.class,
                (out, key) -> out.type("optionallong")
                        .elements(((OptionalLong) key).stream().boxed().toList()));
        EXACT.put(
                OptionalDouble.class,
                (out, key) -> out.type("optionaldouble")
                        .elements(((OptionalDouble) key).stream().boxed().toList()));
    }

    private ScalarKinds() {}

    static @Nullable KeyKind of(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            return constants(type);
        }
        if (ZoneId.class.isAssignableFrom(type)) {
            return (out, key) -> out.type("zone").text(((ZoneId) key).getId());
        }
        if (Date.class.isAssignableFrom(type)) {
            return date(type);
        }
        return EXACT.get(type);
    }

    private static void ownText(String name, Class<?> type) {
        EXACT.put(type, (out, key) -> out.type(name).text(key.toString()));
    }

    private static KeyKind constants(Class<?> type) {
        // A constant with a body is of a class of its own.
        Class<?> declared = type.isEnum() || type == Enum.class ? type : type.getSuperclass();
        String name = KeyKinds.name(declared);
        return (out, key) -> out.type(name).text(((Enum<?>) key).name());
    }

    /** A {@code java.sql.Date} equals a {@code Date} of the same millisecond; a {@code Timestamp} has nanoseconds. */
    private static @Nullable KeyKind date(Class<?> type) {
        if (KeyKinds.inheritsEquals(type, Date.class)) {
            return (out, key) -> out.type("date")
                    .safe(Instant.ofEpochMilli(((Date) key).getTime()).toString());
        }
        return type.getName().equals("java.sql.Timestamp")
                ? (out, key) ->
                        out.type("timestamp").safe(((Date) key).toInstant().toString())
                : null;
    }

    /** Not by its toString, which is empty for a locale that has only a variant. */
    private static void locale(KeyText out, Locale locale) {
        StringBuilder extensions = new StringBuilder();
        locale.getExtensionKeys().stream()
                .sorted()
                .forEach(key -> extensions.append('-').append(key).append('-').append(locale.getExtension(key)));
        out.type("locale")
                .elements(List.of(
                        locale.getLanguage(),
                        locale.getScript(),
                        locale.getCountry(),
                        locale.getVariant(),
                        extensions.toString()));
    }
}
