package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.CacheTagEvict;
import io.github.cachestarter.CacheTags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Mono;

/** {@code @CacheTags} and {@code @CacheTagEvict} on methods of every kind. */
class TagsTests {

    private final CacheRig rig = new CacheRig();
    private Shop shop;

    @BeforeEach
    void start() {
        shop = rig.start(Shop.class, TaggedShop.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aTagEvictsWhatCarriesItAndNothingElse() {
        shop.find(1, "red");
        shop.find(2, "blue");

        shop.evict("red");

        shop.find(1, "red");
        shop.find(2, "blue");
        assertThat(shop.calls()).containsEntry("find 1", 2).containsEntry("find 2", 1);
        assertThat(rig.store.commands).contains("evictTag red");
    }

    @Test
    void tagsAreMadeOfArgumentsAndResultOneOrMany() {
        for (String tag : List.of("item-1", "warm", "round", "CONSTANT")) {
            shop.many(1);
            int before = shop.calls().get("many 1");

            shop.evict(tag);

            shop.many(1);
            assertThat(shop.calls()).as(tag).containsEntry("many 1", before + 1);
        }
    }

    @Test
    void methodsOfEveryKindCarryTags() throws Exception {
        Tagged tagged = rig.context().getBean(Tagged.class);
        shop.unless(1);
        shop.several(1);
        shop.future(1).get();
        shop.mono(1).block();
        shop.put(1);
        tagged.find(1);

        shop.evict("red");

        shop.unless(1);
        shop.several(1);
        shop.future(1).get();
        shop.mono(1).block();
        tagged.find(1);
        assertThat(shop.calls())
                .containsEntry("unless 1", 2)
                .containsEntry("several 1", 2)
                .containsEntry("future 1", 2)
                .containsEntry("mono 1", 2);
        assertThat(tagged.find(1)).isEqualTo("2 loads of 1");
        assertThat(rig.cacheNamed("things").get("put 1")).isNull();
    }

    @Test
    void anEvictionMayUseTheResultAndHaveAConditionOrComeFirst() {
        shop.find(1, "red");
        assertThatThrownBy(() -> shop.evictFirst("red")).hasMessage("after that");
        shop.find(1, "red");
        assertThat(shop.calls()).containsEntry("find 1", 2);

        shop.evictIf("red", false);
        shop.find(1, "red");
        assertThat(shop.calls()).containsEntry("find 1", 2);

        shop.evictIf("red", true);
        shop.find(1, "red");
        assertThat(shop.calls()).containsEntry("find 1", 3);

        assertThat(shop.evictResult()).containsExactly("red", "blue");
        shop.find(1, "red");
        assertThat(shop.calls()).containsEntry("find 1", 4);
        assertThat(rig.store.commands).contains("evictTag blue");
    }

    @Test
    void anEvictionAfterAMethodThatFailsDoesNotHappen() {
        shop.find(1, "red");
        assertThatThrownBy(() -> shop.evictAndFail("red")).hasMessage("failed");
        shop.find(1, "red");
        assertThat(shop.calls()).containsEntry("find 1", 1);
    }

    @Test
    void aValueWhoseTagsCannotBeFoundIsReturnedNotStoredAndReported() {
        assertThat(shop.broken(1)).isEqualTo("broken 1");
        assertThat(shop.broken(1)).isEqualTo("broken 1");
        assertThat(shop.tooLong(1)).isEqualTo("tooLong 1");

        assertThat(shop.calls()).containsEntry("broken 1", 2);
        assertThat(rig.held("things", "broken 1")).isEqualTo("nothing");
        assertThat(rig.held("things", "tooLong 1")).isEqualTo("nothing");
        assertThat(rig.findings)
                .extracting(finding -> finding.code() + " " + finding.subject())
                .containsExactly("tags-failed TagsTests.Shop.broken", "tags-failed TagsTests.Shop.tooLong");
        assertThat(rig.findings.get(1).message()).contains("255 bytes at most");
    }

    @Test
    void anImpossibleTagToEvictIsAClearError() {
        assertThatThrownBy(() -> shop.evict("x".repeat(256)))
                .hasMessageContaining("The tag that TagsTests.Shop.evict uses in the cache 'things' cannot be used")
                .hasMessageContaining("255 bytes at most");
        assertThatThrownBy(() -> rig.cacheNamed("things").evictTag(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be empty");
    }

    @Test
    void aCacheEvictsATagByHand() {
        shop.find(1, "red");
        rig.cacheNamed("things").evictTag("red");
        shop.find(1, "red");
        assertThat(shop.calls()).containsEntry("find 1", 2);
    }

    interface Tagged {

        @CacheTags("'red'")
        @Cacheable(cacheNames = "things", key = "'by interface ' + #id")
        String find(int id);
    }

    static class TaggedShop implements Tagged {

        private int loads;

        @Override
        public String find(int id) {
            return ++loads + " loads of " + id;
        }
    }

    @CacheConfig(cacheNames = "things")
    static class Shop {

        private final Map<String, Integer> calls = new ConcurrentHashMap<>();

        Map<String, Integer> calls() {
            return calls;
        }

        private String called(String what) {
            calls.merge(what, 1, Integer::sum);
            return what;
        }

        @Cacheable(key = "#id")
        @CacheTags("#colour")
        public String find(int id, String colour) {
            return called("find " + id);
        }

        @Cacheable(key = "'many ' + #id")
        @CacheTags({"'item-' + #id", "#result", "'CONSTANT'", "null"})
        public List<String> many(int id) {
            called("many " + id);
            return List.of("warm", "round");
        }

        @Cacheable(key = "'unless ' + #id", unless = "#result == null")
        @CacheTags("'red'")
        public String unless(int id) {
            return called("unless " + id);
        }

        @Cacheable(
                cacheNames = {"things", "others"},
                key = "'several ' + #id")
        @CacheTags("'red'")
        public String several(int id) {
            return called("several " + id);
        }

        @Cacheable(key = "'future ' + #id")
        @CacheTags("'red'")
        public CompletableFuture<String> future(int id) {
            return CompletableFuture.completedFuture(called("future " + id));
        }

        @Cacheable(key = "'mono ' + #id")
        @CacheTags("'red'")
        public Mono<String> mono(int id) {
            return Mono.fromSupplier(() -> called("mono " + id));
        }

        @CachePut(key = "'put ' + #id")
        @CacheTags("'red'")
        public String put(int id) {
            return called("put " + id);
        }

        @Cacheable(key = "'broken ' + #id")
        @CacheTags("#result.category")
        public String broken(int id) {
            return called("broken " + id);
        }

        @Cacheable(key = "'tooLong ' + #id")
        @CacheTags("'x'.repeat(256)")
        public String tooLong(int id) {
            return called("tooLong " + id);
        }

        @CacheTagEvict(
                cacheNames = {"things", "others"},
                tags = "#tag")
        public void evict(String tag) {}

        @CacheTagEvict(tags = "#tag", beforeInvocation = true)
        public void evictFirst(String tag) {
            throw new IllegalStateException("after that");
        }

        @CacheTagEvict(tags = "#tag", condition = "#really")
        public void evictIf(String tag, boolean really) {}

        @CacheTagEvict(tags = {"#result", "'green'"})
        public List<String> evictResult() {
            return List.of("red", "blue");
        }

        @CacheTagEvict(tags = "#tag")
        public void evictAndFail(String tag) {
            throw new IllegalStateException("failed");
        }
    }
}
