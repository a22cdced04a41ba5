package io.github.cachestarter.redis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * Reads what {@link KeyText} writes, as far as it is a string, a single value of the JDK, or a {@code SimpleKey} of these. A
 * text may have come from anywhere: no class that it names is ever looked for.
 */
final class KeyReader {

    private static final Map<String, Function<String, Object>> KINDS = Map.ofEntries(
            Map.entry("long", Long::valueOf),
            Map.entry("int", Integer::valueOf),
            Map.entry("short", Short::valueOf),
            Map.entry("byte", Byte::valueOf),
            Map.entry("bool", Boolean::valueOf),
            Map.entry("char", text -> text.charAt(0)),
            Map.entry("bigint", BigInteger::new),
            Map.entry("decimal", BigDecimal::new),
            Map.entry("uuid", UUID::fromString),
            Map.entry("instant", Instant::parse),
            Map.entry("localdate", LocalDate::parse),
            Map.entry("localtime", LocalTime::parse),
            Map.entry("localdatetime", LocalDateTime::parse),
            Map.entry("yearmonth", YearMonth::parse),
            Map.entry("duration", Duration::parse));

    private KeyReader() {}

    /** Empty: it is none of these, or no text of a key at all. Whoever asks compares the text of what he gets. */
    static Optional<Object> read(String text) {
        try {
            return Optional.ofNullable(value(text));
        } catch (RuntimeException ex) { // each of the JDK's parsers has a failure of its own
            return Optional.empty();
        }
    }

    private static @Nullable Object value(String text) {
        int typed = text.indexOf('#');
        if (typed < 0) {
            return unescaped(text);
        }
        String type = text.substring(0, typed);
        String content = text.substring(typed + 1);
        if (type.equals("key") && content.startsWith("(") && content.endsWith(")")) {
            return simpleKey(content.substring(1, content.length() - 1));
        }
        Function<String, Object> kind = KINDS.get(type);
        return kind == null ? null : kind.apply(unescaped(content));
    }

    private static @Nullable Object simpleKey(String elements) {
        List<@Nullable Object> params = new ArrayList<>();
        for (String element : elements.isEmpty() ? List.<String>of() : split(elements)) {
            Object param = element.equals("null#") ? null : element.equals("%") ? "" : value(element);
            if (param == null && !element.equals("null#")) {
                return null;
            }
            params.add(param);
        }
        return new SimpleKey(params.toArray());
    }

    /** At the commas that stand in no parentheses; those of strings are escaped. */
    private static List<String> split(String elements) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < elements.length(); i++) {
            char c = elements.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(elements.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(elements.substring(begin));
        return parts;
    }

    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                out.append(c);
            } else if (text.charAt(i + 1) == 'u') {
                out.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
                i += 5;
            } else {
                out.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            }
        }
        return out.toString();
    }
}
