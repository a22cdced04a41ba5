package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.actuate.CacheInsightBody;
import io.github.cachestarter.actuate.CacheInsightEndpoint;
import io.github.cachestarter.autoconfigure.TillApplication.Card;
import io.github.cachestarter.autoconfigure.TillApplication.Cash;
import io.github.cachestarter.autoconfigure.TillApplication.Foreign;
import io.github.cachestarter.autoconfigure.TillApplication.Order;
import io.github.cachestarter.autoconfigure.TillApplication.Payment;
import io.github.cachestarter.autoconfigure.TillApplication.Root;
import io.github.cachestarter.autoconfigure.TillApplication.Till;
import io.github.cachestarter.insight.Refusal;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/** What becomes of values in a whole application over a real Redis: kept, refused, checked, as the settings say. */
class ValuesIntegrationTests {

    private static RedisServerProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.admin().command("FLUSHALL");
    }

    private static ConfigurableApplicationContext application(String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.application.name=till",
                "spring.data.redis.host=" + redis.host(),
                "spring.data.redis.port=" + redis.port(),
                "cache-starter.mode=remote",
                "spring.main.banner-mode=off",
                "spring.jmx.enabled=true",
                "management.endpoints.jmx.exposure.include=*",
                "cache-starter.types=" + Cash.class.getName(),
                "cache-starter.caches.lossy.codec=lossy"));
        all.addAll(List.of(Patience.settings()));
        all.addAll(List.of(properties));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Root.class)
                .web(WebApplicationType.NONE)
                .properties(all.toArray(String[]::new))
                .run();
        Till till = context.getBean(Till.class);
        AtomicInteger round = new AtomicInteger();
        await().untilAsserted(() -> {
            String name = "probe " + round.incrementAndGet();
            till.payment(name);
            int calls = till.calls().get();
            till.payment(name);
            assertThat(till.calls()).hasValue(calls);
        });
        till.calls().set(0);
        return context;
    }

    @Test
    void classes_registered_by_setting_and_by_bean_reach_one_codec_and_other_instances() {
        try (ConfigurableApplicationContext one = application();
                ConfigurableApplicationContext other = application()) {
            List<Payment> payments = List.of(
                    one.getBean(Till.class).payment("cash"),
                    one.getBean(Till.class).payment("card"));

            Till till = other.getBean(Till.class);
            assertThat(List.of(till.payment("cash"), till.payment("card")))
                    .isEqualTo(payments)
                    .hasExactlyElementsOfTypes(Cash.class, Card.class);
            assertThat(till.calls()).hasValue(0);
        }
    }

    @Test
    void a_flux_is_kept_as_the_list_of_what_it_gave() {
        try (ConfigurableApplicationContext context = application()) {
            Till till = context.getBean(Till.class);
            List<Payment> first = till.flux("f").collectList().block();
            assertThat(till.flux("f").collectList().block()).isEqualTo(first);
            assertThat(till.calls()).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_value_is_returned_and_not_stored_and_nobody_waits_for_it(Way way) {
        try (ConfigurableApplicationContext context = application()) {
            Till till = context.getBean(Till.class);

            assertThat(way.call(till, "k")).isInstanceOf(Foreign.class);
            assertThat(way.call(till, "k")).isInstanceOf(Foreign.class);

            assertThat(till.calls()).hasValue(2);
            assertThat(keysOf(way.cache)).isEmpty();
        }
    }

    @Test
    void insight_names_cache_class_field_and_remedy_and_counts_per_cache() {
        try (ConfigurableApplicationContext context = application()) {
            Till till = context.getBean(Till.class);
            till.order("a");
            till.order("b");
            Way.SYNC.call(till, "k");

            CacheInsightBody insight =
                    context.getBean(CacheInsightEndpoint.class).insight();

            assertThat(insight.backend().findings()).anySatisfy(finding -> {
                assertThat(finding.code()).isEqualTo("value-refused");
                assertThat(finding.subject()).contains("cache 'orders'", Order.class.getName() + ".payment");
                assertThat(finding.message()).contains(Foreign.class.getName());
                assertThat(finding.action()).contains("cache-starter.types");
            });
            assertThat(insight.caches().get("orders").refusedValues()).isEqualTo(2);
            assertThat(insight.caches().get("orders").refusals())
                    .singleElement()
                    .satisfies(refusal -> {
                        assertThat(refusal.where()).isEqualTo(Order.class.getName() + ".payment");
                        assertThat(refusal.count()).isEqualTo(2);
                        assertThat(refusal.remedy()).contains("cache-starter.types");
                    });
            assertThat(insight.caches().get("sync").refusals())
                    .extracting(Refusal::count)
                    .containsExactly(1L);
            assertThat(insight.caches().get("payments").refusals()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_value_fails_the_call_where_that_is_asked_for(Way way) {
        try (ConfigurableApplicationContext context = application("cache-starter.values.on-refused=fail")) {
            Till till = context.getBean(Till.class);

            assertThatThrownBy(() -> way.call(till, "k"))
                    .satisfies(thrown -> assertThat(refusal(thrown))
                            .hasMessageContaining("The cache '" + way.cache + "'")
                            .hasMessageContaining(Foreign.class.getName())
                            .hasMessageContaining("cache-starter.types")
                            .hasMessageContaining("cache-starter.values.on-refused=local"));

            assertThat(till.calls()).as("the method runs once").hasValue(1);
            assertThat(keysOf(way.cache)).isEmpty();
        }
    }

    @Test
    void a_cache_used_by_hand_fails_too_where_that_is_asked_for() {
        try (ConfigurableApplicationContext context = application("cache-starter.values.on-refused=fail")) {
            var byHand = context.getBean(CacheManager.class).getCache("by-hand");
            Object inner = new Object() {};

            assertThatThrownBy(() -> byHand.put("k", inner)).isInstanceOf(RefusedValueException.class);
            assertThatThrownBy(() -> byHand.putIfAbsent("k", inner)).isInstanceOf(RefusedValueException.class);
            assertThatThrownBy(() -> byHand.get("k", () -> inner)).hasCauseInstanceOf(RefusedValueException.class);
            assertThat(keysOf("by-hand")).isEmpty();
        }
    }

    @Test
    void what_comes_back_different_is_found_by_the_check_before_it_is_stored() {
        try (ConfigurableApplicationContext context = application()) {
            Till till = context.getBean(Till.class);

            assertThat(till.lossy("k")).isEqualTo(new Card("k"));
            assertThat(till.lossy("k")).isEqualTo(new Card("k"));

            assertThat(keysOf("lossy")).isEmpty();
            assertThat(context.getBean(CacheInsightEndpoint.class)
                            .insight()
                            .backend()
                            .findings())
                    .anySatisfy(
                            finding -> assertThat(finding.subject()).contains("cache 'lossy'", Card.class.getName()));
        }
    }

    @Test
    void the_check_can_be_switched_off() {
        try (ConfigurableApplicationContext context =
                application("cache-starter.values.self-check.first=0", "cache-starter.values.self-check.one-in=0")) {
            context.getBean(Till.class).lossy("k");
            assertThat(keysOf("lossy")).hasSize(1);
        }
    }

    @Test
    void one_in_one_checks_every_value() {
        try (ConfigurableApplicationContext context =
                application("cache-starter.values.self-check.first=0", "cache-starter.values.self-check.one-in=1")) {
            context.getBean(Till.class).lossy("k");
            assertThat(keysOf("lossy")).isEmpty();
        }
    }

    private static Throwable refusal(Throwable thrown) {
        Throwable cause = thrown;
        while (cause != null && !(cause instanceof RefusedValueException)) {
            cause = cause.getCause();
        }
        assertThat(cause).as("what reached the caller: " + thrown).isNotNull();
        return cause;
    }

    private static List<?> keysOf(String cache) {
        return (List<?>) redis.admin().command("KEYS", "till:1:" + cache + ":*");
    }

    /** The ways in which a value gets from a method to the cache. */
    enum Way {
        SYNC("sync") {
            @Override
            Object call(Till till, String key) {
                return till.sync(key);
            }
        },
        FENCED("fenced") {
            @Override
            Object call(Till till, String key) {
                return till.fenced(key);
            }
        },
        PUT("put") {
            @Override
            Object call(Till till, String key) {
                return till.put(key);
            }
        },
        FUTURE("future") {
            @Override
            Object call(Till till, String key) {
                return till.future(key).join();
            }
        },
        FENCED_FUTURE("fenced-future") {
            @Override
            Object call(Till till, String key) {
                return till.fencedFuture(key).join();
            }
        },
        MONO("mono") {
            @Override
            Object call(Till till, String key) {
                return till.mono(key).block();
            }
        },
        FENCED_MONO("fenced-mono") {
            @Override
            Object call(Till till, String key) {
                return till.fencedMono(key).block();
            }
        };

        final String cache;

        Way(String cache) {
            this.cache = cache;
        }

        abstract Object call(Till till, String key);
    }
}
