package io.github.cachestarter.testing;

import static org.awaitility.Awaitility.await;

import io.github.cachestarter.redis.RedisAccess;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContext;

/**
 * For tests of anything but time: to an application with these settings a machine that is slow, or stands still for some
 * seconds, is no outage, no silent connection and no lease that ran out. Tests that stop a server, or cut it off, need
 * short timeouts of their own.
 */
public final class Patience {

    /** How long a test waits for what must happen. */
    public static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private static final List<String> SETTINGS = List.of(
            "cache-starter.timeouts.connect=10s",
            "cache-starter.timeouts.read=30s",
            "cache-starter.timeouts.write=30s",
            "cache-starter.local.max-staleness=60s",
            "cache-starter.defaults.load.lease=30s",
            "cache-starter.defaults.load.wait-max=60s");

    private Patience() {}

    /** These settings in the form of {@code name=value}, and more, which win. */
    public static String[] settings(String... more) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String setting : SETTINGS) {
            byName.put(name(setting), setting);
        }
        for (String setting : more) {
            byName.put(name(setting), setting);
        }
        return byName.values().toArray(String[]::new);
    }

    /** The same as the arguments of an application, with two hyphens each. */
    public static String[] arguments(String... more) {
        String[] settings = Arrays.stream(more)
                .map(argument -> argument.substring("--".length()))
                .toArray(String[]::new);
        return Arrays.stream(settings(settings)).map(setting -> "--" + setting).toArray(String[]::new);
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    /** Waits until commands reach Redis: a start does so for a second only. Nothing to wait for where there is no Redis. */
    public static void awaitRedis(ApplicationContext context) {
        context.getBeanProvider(RedisAccess.class)
                .ifAvailable(redis ->
                        await().atMost(LONG_ENOUGH).until(() -> redis.gateway().available()));
    }
}
