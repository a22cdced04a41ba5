package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;

/** One test per kind of mistake: the start stops, and the text names the property, the value and what is allowed. */
class SettingMistakesTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caches.products.ttl      | soon   | it is no duration | a duration of at least 1ms, such as 30s, 5m or 24h",
                "caches.products.ttl      | 0      | it is too short   | a duration of at least 1ms",
                "caches.products.ttl      | 500us  | it is too short   | a duration of at least 1ms",
                "caches.products.ttl      | -5s    | it is negative    | a duration of at least 1ms",
                "defaults.ttl             | 0s     | it is too short   | a duration of at least 1ms",
                "defaults.ttl             | 400d   | it is too long    | at most 365d",
                "defaults.max-ttl         | 9999d  | it is too long    | at most 365d",
                "defaults.max-ttl         | 1m     | (none)            | at most 1m; or raise cache-starter.defaults.max-ttl",
                "caches.products.ttl-jitter | lots | it is no share    | a share from 0% to 90%, such as 10% or 0.1",
                "caches.products.ttl-jitter | 95%  | it is out of range | a share from 0% to 90%",
                "caches.products.ttl-jitter | 10   | it is out of range | a share from 0% to 90%",
                "caches.products.ttl-jitter | NaN  | it is out of range | a share from 0% to 90%",
                "caches.products.null-ttl | never  | it is neither off nor a duration | off, or a duration",
                "caches.products.null-ttl | 0s     | it is too short   | off, or a duration",
                "caches.products.null-ttl | 48h    | it is longer than the longest time-to-live of this cache | at most 24h",
                "caches.products.key-version | a:b | it cannot be part of a key | letters, digits, '.', '_' and '-'",
                "caches.products.codec    | xml    | there is no such codec | java, json",
                "caches.products.codec    | java   | JDK serialization reads only classes that are allowed | cache-starter.java-codec.allow",
                "java-codec.allow[0]      | *      | it is neither a class nor a package | com.acme.**",
                "caches.products.type     | com.acme.Nope | there is no such class | fully qualified name",
                "caches.products.max-payload | 0   | it is too small   | a size from 1B to 512MiB",
                "caches.products.max-payload | 1GB | it is too large   | a size from 1B to 512MiB",
                "caches.products.max-payload | big | it is no size     | a size from 1B to 512MiB",
                "caches.products.compression-threshold | -1 | it is no size | off, 0, or a size",
                "caches.products.enabled  | maybe  | it is none of the allowed values | true or false",
                "caches.products.load.lease | 0    | it is too short   | a duration of at least 1ms and at most 1h",
                "caches.products.load.wait-max | -1s | it is negative  | a duration of at most 1h",
                "caches.products.load-limit.max-concurrent | 0 | it is less than 1 | off, or a whole number from 1",
                "caches.products.load-limit.max-concurrent | many | it is neither off nor a whole number | off, or a whole number from 1",
                "defaults.load-limit.max-wait | -1s | it is negative | a duration of at most 1h",
                "caches.products.on-evict-failure | cry | it is none of the allowed values | repair or throw",
                "caches.products.refresh.mode | soon | it is none of the allowed values | off, probabilistic, threshold or scheduled",
                "caches.products.refresh.keys | 0     | it is less than 1 | a whole number from 1 to 8192",
                "caches.products.refresh.keys | 9000  | it is too large   | a whole number from 1 to 8192",
                "caches.products.refresh.forget-after | 1ms | it is too short | a duration of at least 1s",
                "repair.max-keys          | 0      | it is less than 1 | a whole number from 1",
                "repair.shutdown-wait     | 5m     | it is too long    | a duration of at most 1m",
                "timeouts.read            | 0      | it is too short   | a duration of at least 1ms and at most 1m",
                "timeouts.connect         | 2h     | it is too long    | a duration of at least 1ms and at most 1m",
                "server-check             | loud   | it is none of the allowed values | warn, fail or off",
                "values.on-refused        | cry    | it is none of the allowed values | local or fail",
                "values.self-check.first  | -1     | it is less than 0 | a whole number from 0",
                "values.self-check.one-in | few    | it is no integer  | a whole number from 0",
                "prefix                   | my app | it is empty or contains whitespace | text without whitespace",
                "types[0]                 | com.acme.Nope | there is no such class | fully qualified name",
                "types[0]                 | java.lang.Runnable | it is an interface or abstract | its concrete classes",
                "java-codec.allow[0]      | com.acme.Nope | there is no such class | fully qualified name",
                "caches.products.stale.on-evict    | true  | nothing is kept for it           | or set stale.on-error",
                "caches.products.stale.on-evict    | maybe | it is none of the allowed values  | true or false",
                "caches.products.clear.mode        | gentle | it is none of the allowed values | hard or soft",
                "caches.products.clear.spread      | 0     | it is too short   | a duration of at least 1ms",
                "caches.products.clear.spread      | 25h   | it is too long    | at most 24h",
                "mode                     | both   | it is none of the allowed values | tiered, remote or local",
                "caches.products.local.enabled     | maybe | it is none of the allowed values | true or false",
                "caches.products.local.max-entries | 0     | it is less than 1 | a whole number from 1",
                "caches.products.local.max-entries | many  | it is no number   | a whole number from 1",
                "caches.products.local.max-weight  | 0     | it is too small   | off, or a size of at least 1B",
                "caches.products.local.max-weight  | heavy | it is no size     | off, or a size of at least 1B",
                "caches.products.local.ttl         | 0     | it is too short   | a duration of at least 1ms",
                "caches.products.outage-local-ttl  | -1s   | it is negative    | a duration of at most 1h",
                "caches.products.outage-local-ttl  | 2h    | it is too long    | a duration of at most 1h",
                "local.max-staleness      | 100ms  | it is too short   | a duration of at least 500ms",
                "local.max-staleness      | 2m     | it is too long    | at most 1m",
            })
    void a_value_that_cannot_be_used(String key, String value, String reason, String allowed) {
        FailureAnalysis failure = SettingsContext.failureOf("cache-starter." + key + "=" + value);

        if (!reason.equals("(none)")) {
            assertThat(failure.getDescription())
                    .contains("Property: cache-starter." + key, "Value: \"" + value + "\"", "Reason: " + reason);
        }
        assertThat(failure.getAction()).contains(allowed);
    }

    @Test
    void a_ttl_longer_than_the_longest_names_both_properties() {
        FailureAnalysis failure = SettingsContext.failureOf("cache-starter.caches.products.ttl=48h");

        assertThat(failure.getDescription())
                .contains("Property: cache-starter.caches.products.ttl", "Value: \"48h\"")
                .contains("longer than the longest time-to-live of this cache, cache-starter.defaults.max-ttl = 24h");
        assertThat(failure.getAction()).endsWith("at most 24h; or raise cache-starter.defaults.max-ttl");
    }

    @Test
    void an_unknown_key_of_a_cache_is_answered_with_those_that_exist() {
        FailureAnalysis failure = SettingsContext.failureOf("cache-starter.caches.products.time-to-live=5m");

        assertThat(failure.getDescription())
                .contains("Property: cache-starter.caches.products.time-to-live", "there is no such setting");
        assertThat(failure.getAction())
                .contains(
                        "enabled, ttl, max-ttl, ttl-jitter, time-to-idle, ttl-until, ttl-zone, null-ttl, key-version, type, codec, max-payload,"
                                + " compression-threshold, outage-local-ttl, on-evict-failure, wait-replicas, wait-replicas-timeout, load, local, load-limit");
    }

    @Test
    void an_unknown_key_inside_a_group_is_answered_with_those_of_the_group() {
        assertThat(SettingsContext.failureOf("cache-starter.defaults.load.timeout=5s")
                        .getAction())
                .endsWith("single-flight, lease, wait-max, soft-timeout, hard-timeout");
        assertThat(SettingsContext.failureOf("cache-starter.caches.products.load.timeout=5s")
                        .getAction())
                .endsWith("single-flight, lease, wait-max, soft-timeout, hard-timeout");
    }

    @Test
    void an_unknown_key_at_the_top_is_answered_with_those_that_exist() {
        FailureAnalysis failure =
                SettingsContext.failureOf("cache-starter.cahces.products.ttl=5m", "cache-starter.foo=1");

        assertThat(failure.getDescription()).contains("cache-starter.cahces.products.ttl", "cache-starter.foo");
        assertThat(failure.getAction()).contains("create-on-demand", "server-check", "defaults, caches");
    }

    @Test
    void a_name_with_a_dot_is_sent_into_brackets() {
        FailureAnalysis failure = SettingsContext.failureOf("cache-starter.caches.my.cache.ttl=5m");

        assertThat(failure.getDescription()).contains("must stand in brackets: cache-starter.caches[my.cache].ttl");
    }

    @Test
    void a_name_of_which_characters_would_be_dropped_is_sent_into_brackets() {
        FailureAnalysis failure = SettingsContext.failureOf("cache-starter.caches.user_orders.ttl=5m");

        assertThat(failure.getDescription()).contains("cache-starter.caches.user_orders.ttl", "must stand in brackets");
        assertThat(failure.getAction()).contains("cache-starter.caches[user_orders].ttl", "\"[user_orders]\":");
    }

    @Test
    void a_mistake_says_where_it_stands() {
        assertThat(failureOf("cache-starter.caches[user_orders].ttl", "0").getDescription())
                .contains("Property: cache-starter.caches[user_orders].ttl", "Origin: application.yaml - 7:5");
        assertThat(failureOf("cache-starter.server-check", "loud").getDescription())
                .contains("Origin: application.yaml - 7:5");
        assertThat(failureOf("cache-starter.sever-check", "fail").getDescription())
                .contains("Origin: application.yaml - 7:5");
    }

    @Test
    void a_mistake_in_the_defaults_is_named_once_and_for_the_defaults() {
        assertThat(SettingsContext.failureOf("cache-starter.defaults.ttl=0", "cache-starter.caches.a.null-ttl=1s")
                        .getDescription())
                .contains("Property: cache-starter.defaults.ttl");
    }

    private static FailureAnalysis failureOf(String property, String value) {
        Origin origin = new Origin() {
            @Override
            public String toString() {
                return "application.yaml - 7:5";
            }
        };
        OriginTrackedMapPropertySource source = new OriginTrackedMapPropertySource(
                "application.yaml", Map.of(property, OriginTrackedValue.of(value, origin)));
        return SettingsContext.failureOf(SettingsContext.runner()
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(source)));
    }
}
