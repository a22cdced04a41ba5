package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.ClearSettings;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.Clear;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.Load;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.LoadLimit;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.Local;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.PerCache;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.Refresh;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.Stale;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.WarmUp;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a setting of one cache may come from, the most specific first: its own properties, what Spring's own cache
 * configuration says of it, the defaults, what Spring's own configuration says of every cache, and what is built in. The
 * first that says something counts.
 */
final class SettingLayers {

    /** What holds when nobody says anything. The documented defaults; a test compares. */
    static final PerCache BUILT_IN = new PerCache(
            true,
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            "10%",
            "off",
            "off",
            "UTC",
            "off",
            "1",
            null,
            "json",
            "1MiB",
            "10KB",
            Duration.ofSeconds(10),
            OnEvictFailure.REPAIR,
            0,
            Duration.ofMillis(100),
            new Load(true, Duration.ofSeconds(3), Duration.ofSeconds(5), "off", "off"),
            new Local(true, 10_000L, "off", Duration.ofMinutes(1), false),
            new LoadLimit("64", Duration.ofSeconds(5)),
            new Refresh(RefreshSettings.Mode.OFF, 1.0, "80%", 100, Duration.ofMinutes(10)),
            new Stale(Duration.ZERO, Duration.ofSeconds(30), List.of(), false),
            new Clear(ClearSettings.Mode.HARD, Duration.ofMinutes(1)),
            new WarmUp(true, 5_000));

    private static final Layer LAST = Layer.below(CacheStarterProperties.PREFIX + ".defaults", BUILT_IN);

    private final List<Layer> layers;

    SettingLayers(List<Layer> layers) {
        this.layers = layers;
    }

    /** The first value that is set, with the name of its property. */
    <T> Setting<T> get(String key, Function<PerCache, @Nullable T> getter) {
        Setting<T> found = find(key, getter);
        if (found == null) {
            throw new IllegalStateException("There is no default for " + key);
        }
        return found;
    }

    /** The same for a setting without a default; null: nobody set it. */
    <T> @Nullable Setting<T> find(String key, Function<PerCache, @Nullable T> getter) {
        Setting<T> written = written(key, getter);
        if (written != null) {
            return written;
        }
        T value = getter.apply(LAST.values());
        return value == null ? null : new Setting<>(value, LAST.names().apply(key));
    }

    /** The same without what is built in; null: nobody set it. */
    <T> @Nullable Setting<T> written(String key, Function<PerCache, @Nullable T> getter) {
        for (Layer layer : layers) {
            T value = getter.apply(layer.values());
            if (value != null) {
                return new Setting<>(value, layer.names().apply(key));
            }
        }
        return null;
    }

    /**
     * One place where settings stand.
     *
     * @param names the full name of a property there, of the setting's key such as {@code load.lease}
     * @param values what it says
     */
    record Layer(UnaryOperator<String> names, PerCache values) {

        /** A layer of properties below a prefix. */
        static Layer below(String prefix, PerCache values) {
            return new Layer(key -> prefix + '.' + key, values);
        }
    }
}
