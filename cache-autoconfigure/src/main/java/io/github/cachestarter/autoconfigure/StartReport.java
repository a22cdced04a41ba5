package io.github.cachestarter.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the log says at start: one line of what holds, and one for each thing that Spring was told and that has no effect. */
final class StartReport {

    private StartReport() {}

    /**
     * The line of what holds.
     *
     * @param redis where Redis is, without secrets; null: there is none
     */
    static String summary(StarterSettings settings, @Nullable String redis) {
        return String.format(
                Locale.ROOT,
                "Cache starter: mode %s, %s, %s, %s",
                settings.mode().name().toLowerCase(Locale.ROOT),
                redis == null
                        ? "no Redis: every instance has entries of its own"
                        : "Redis at " + redis + ", keys begin with '" + settings.prefix() + ":'",
                caches(settings.cacheNames()),
                settings.createOnDemand() ? "others are created on demand" : "there are no others");
    }

    /** The lines of what has no effect. */
    static void notHonoured(StockSettings stock, Consumer<String> log) {
        stock.notHonoured().forEach(text -> log.accept("Cache starter: " + text));
    }

    private static String caches(List<String> names) {
        return switch (names.size()) {
            case 0 -> "no cache configured";
            case 1 -> "1 cache configured (" + names.get(0) + ")";
            default -> names.size() + " caches configured (" + String.join(", ", names) + ")";
        };
    }
}
