package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.Finding;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.FindingsRegister;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/** An application without any Redis: not one bean of it is needed, and nothing of it is made. */
@ExtendWith(OutputCaptureExtension.class)
class LocalModeTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("cache-starter.mode=LOCAL", "cache-starter.caches.products.null-ttl=1m")
            .withUserConfiguration(Shop.class)
            .withConfiguration(AutoConfigurations.of(
                    CacheStarterAutoConfiguration.class,
                    CacheStarterBackOffAutoConfiguration.class,
                    CacheStarterInsightAutoConfiguration.class,
                    CacheAutoConfiguration.class,
                    AopAutoConfiguration.class));

    @Test
    void it_starts_without_a_connection_factory_and_says_so(CapturedOutput output) {
        runner.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(TieredCacheManager.class);
            for (String bean : context.getBeanDefinitionNames()) {
                Class<?> type = context.getType(bean, false);
                assertThat(type == null ? "" : type.getName())
                        .as(bean)
                        .doesNotContain("cachestarter.redis", "cachestarter.invalidation", "data.redis.");
            }
            assertThat(context.getBean(BackendView.class).lastKnown().mode()).isEqualTo("local");
            assertThat(context.getBean(BackendView.class).lastKnown().available())
                    .isTrue();
        });
        assertThat(output)
                .contains("mode local, no Redis: every instance has entries of its own, 1 cache configured (products)")
                .doesNotContain("stands back");
    }

    @Test
    void a_redis_that_is_configured_is_left_alone() {
        runner.withPropertyValues("spring.data.redis.port=1")
                .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
                .run(context ->
                        assertThat(context.getBean(Shop.class).product(1)).isEqualTo("product 1 of 1"));
    }

    @Test
    void annotated_methods_work_as_over_redis() {
        runner.run(context -> {
            Shop shop = context.getBean(Shop.class);
            assertThat(shop.product(1)).isEqualTo("product 1 of 1");
            assertThat(shop.product(1)).isEqualTo("product 1 of 1");
            shop.remove(1);
            assertThat(shop.product(1)).isEqualTo("product 1 of 2");
            shop.rename(1, "renamed");
            assertThat(shop.product(1)).isEqualTo("renamed");
            assertThat(shop.product(0)).isNull();
            assertThat(shop.product(0)).isNull();
            shop.removeAll();
            assertThat(shop.product(1)).isEqualTo("product 1 of 4");
            assertThat(shop.unless("a")).isEqualTo("a 5");
            assertThat(shop.unless("a")).isEqualTo("a 5");
        });
    }

    @Test
    void a_cache_used_by_hand_keeps_springs_contract() {
        runner.run(context -> {
            Cache cache = context.getBean(TieredCacheManager.class).getCache("by hand");
            assertThat(cache.evictIfPresent("a")).isFalse();
            assertThat(cache.invalidate()).isFalse();
            assertThat(cache.putIfAbsent("a", "first")).isNull();
            assertThat(cache.putIfAbsent("a", "second").get()).isEqualTo("first");
            assertThat(cache.get("a", String.class)).isEqualTo("first");
            assertThat(cache.retrieve("a").join()).isNotNull();
            assertThat(cache.evictIfPresent("a")).isTrue();
            assertThat(cache.get("a")).isNull();
            cache.put("a", "again");
            assertThat(cache.invalidate()).isTrue();
            assertThat(cache.get("a")).isNull();
        });
    }

    @Test
    void an_annotated_method_finds_what_was_put_by_hand_or_by_a_method_of_another_type() {
        runner.run(context -> {
            Shop shop = context.getBean(Shop.class);
            TieredCacheManager caches = context.getBean(TieredCacheManager.class);
            caches.getCache("products").put(1L, "by hand");
            caches.getCache("products").put(2L, null);
            caches.getCache("products").put(3L, 33);
            caches.getCache("tags").put("x", new ArrayList<>(List.of("by hand")));

            assertThat(shop.product(1)).isEqualTo("by hand");
            assertThat(shop.product(2)).isNull();
            assertThat(shop.product(3)).as("33 is no String").isEqualTo("product 3 of 1");
            assertThat(shop.product(3)).isEqualTo("product 3 of 1");
            assertThat(shop.tags("x")).containsExactly("by hand");
            assertThat(shop.tagsAsCollection("x")).containsExactly("by hand");
            assertThat(shop.unless("a")).isEqualTo("a 2");
            assertThat(shop.unlessAsText("a")).isEqualTo("a 2");
        });
    }

    @Test
    void what_can_be_changed_is_handed_out_as_copies_and_what_cannot_be_copied_is_shared() {
        runner.run(context -> {
            Shop shop = context.getBean(Shop.class);
            shop.tags("x").add("changed");
            assertThat(shop.tags("x")).containsExactly("x");

            assertThat(shop.thread("a")).isSameAs(shop.thread("a"));
            assertThat(context.getBean(FindingsRegister.class).current())
                    .extracting(Finding::code)
                    .contains("shared-mutable-value")
                    .doesNotContain("value-refused");
        });
    }

    @Test
    void that_values_must_fit_into_redis_is_nobodys_concern() {
        runner.withPropertyValues("cache-starter.values.on-refused=fail").run(context -> {
            assertThat(context).hasNotFailed();
            Shop shop = context.getBean(Shop.class);
            assertThat(shop.thread("a")).isSameAs(shop.thread("a"));
        });
    }

    @Test
    void what_is_too_large_to_be_copied_is_not_kept_and_a_finding_says_so() {
        runner.withPropertyValues("cache-starter.caches.tags.max-payload=1KB").run(context -> {
            Shop shop = context.getBean(Shop.class);
            String large = "x".repeat(2_000);

            assertThat(shop.tags(large)).isNotSameAs(shop.tags(large));

            assertThat(context.getBean(FindingsRegister.class).current()).anySatisfy(finding -> {
                assertThat(finding.code()).isEqualTo("value-too-large");
                assertThat(finding.subject()).contains("tags");
                assertThat(finding.action()).contains("cache-starter.caches.tags.max-payload");
            });
        });
    }

    static class Shop {

        private final AtomicInteger loads = new AtomicInteger();

        @Cacheable("products")
        public String product(long id) {
            int load = loads.incrementAndGet();
            return id == 0 ? null : "product " + id + " of " + load;
        }

        @CacheEvict("products")
        public void remove(long id) {}

        @CacheEvict(cacheNames = "products", allEntries = true)
        public void removeAll() {}

        @CachePut(cacheNames = "products", key = "#id")
        public String rename(long id, String name) {
            return name;
        }

        @Cacheable(cacheNames = "unless", unless = "#result == null")
        public String unless(String name) {
            return name + " " + loads.incrementAndGet();
        }

        @Cacheable("tags")
        public List<String> tags(String name) {
            return new ArrayList<>(List.of(name));
        }

        @Cacheable("tags")
        public Collection<String> tagsAsCollection(String name) {
            throw new IllegalStateException("not cached");
        }

        @Cacheable("unless")
        public CharSequence unlessAsText(String name) {
            throw new IllegalStateException("not cached");
        }

        @Cacheable("threads")
        public Thread thread(String name) {
            return new Thread(name);
        }
    }
}
