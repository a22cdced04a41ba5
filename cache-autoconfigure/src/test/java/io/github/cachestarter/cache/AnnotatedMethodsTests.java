package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

class AnnotatedMethodsTests {

    private final CacheRig rig = new CacheRig();
    private Products products;

    @BeforeEach
    void start() {
        products = rig.start(Products.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aPlainMethodRunsOnceAndIsAHitAfterwards() {
        assertThat(products.find(1)).isEqualTo("product 1");
        assertThat(products.find(1)).isEqualTo("product 1");
        assertThat(products.calls()).hasValue(1);
    }

    @Test
    void aHundredCallersOfAColdKeyRunAPlainMethodOnce() {
        Crowd.ofHundred(() -> products.slow(1)).allGet("product 1");
        assertThat(products.calls()).hasValue(1);
    }

    @Test
    void aHundredCallersOfAColdKeyRunASyncMethodOnce() {
        Crowd.ofHundred(() -> products.slowSync(1)).allGet("product 1");
        assertThat(products.calls()).hasValue(1);
    }

    @Test
    void aMethodRunsOncePerCallWhileTheStoreIsAway() {
        rig.store.goesAway();
        assertThat(products.find(1)).isEqualTo("product 1");
        assertThat(products.findUnless(1)).isEqualTo("product 1");
        assertThat(products.findInTwo(1)).isEqualTo("product 1");
        assertThat(products.calls()).hasValue(3);
    }

    @Test
    void aMethodRunsOnceWhenOnlyStoringFails() {
        rig.store.breaks("store");
        assertThat(products.find(1)).isEqualTo("product 1");
        assertThat(products.findUnless(2)).isEqualTo("product 2");
        assertThat(products.calls()).hasValue(2);
    }

    @Test
    void theCallerSeesTheBusinessExceptionItselfAndNoLeaseIsLeft() {
        assertThatThrownBy(() -> products.fail("things")).isSameAs(products.failure());
        assertThatThrownBy(() -> products.failUnless("unlessed")).isSameAs(products.failure());
        assertThatThrownBy(() -> products.failInTwo("two")).isSameAs(products.failure());
        assertThat(products.calls()).hasValue(3);
        assertThat(rig.held("things", "things")).isEqualTo("nothing");
        assertThat(rig.held("things", "unlessed")).isEqualTo("nothing");
        assertThat(rig.held("things", "two")).isEqualTo("nothing");
        assertThat(rig.held("others", "two")).isEqualTo("nothing");
    }

    @Test
    void aValueThatUnlessVetoesIsNotStoredAndLeavesNoLease() {
        products.findUnless(13);
        products.findUnless(13);
        assertThat(products.calls()).hasValue(2);
        assertThat(rig.held("things", 13)).isEqualTo("nothing");
        products.findUnless(14);
        products.findUnless(14);
        assertThat(products.calls()).hasValue(3);
    }

    @Test
    void aMethodWithSeveralCachesFillsAllOfThemUnderTheirLeases() {
        products.findInTwo(1);
        products.findInTwo(1);
        assertThat(products.calls()).hasValue(1);
        assertThat(rig.held("things", 1)).isEqualTo("entry");
        assertThat(rig.held("others", 1)).isEqualTo("entry");
        assertThat(rig.store.commands).as("fenced").doesNotContain("putDirect");
    }

    @Test
    void aHitInTheSecondCacheLeavesNoLeaseInTheFirst() {
        rig.cacheNamed("others").put(1, "there");
        assertThat(products.findInTwo(1)).isEqualTo("there");
        assertThat(products.calls()).hasValue(0);
        assertThat(rig.held("things", 1)).isEqualTo("nothing");
    }

    @Test
    void anEvictDuringALoadOfAFencedMethodKeepsItsValueOut() {
        products.duringLoad(() -> rig.cacheNamed("things").evict(1));
        assertThat(products.findUnless(1)).isEqualTo("product 1");
        assertThat(rig.held("things", 1)).isEqualTo("nothing");
    }

    @Test
    void anEvictDuringALoadOfASingleLoadKeepsItsValueOut() {
        products.duringLoad(() -> rig.cacheNamed("things").evict(1));
        assertThat(products.find(1)).isEqualTo("product 1");
        assertThat(rig.held("things", 1)).isEqualTo("nothing");
    }

    @Test
    void aFencedMethodStoresNothingWhileSomebodyElseIsLoading() {
        products.duringLoad(() -> {
            products.duringLoad(() -> {});
            products.findUnless(1);
        });
        products.findUnless(1);
        assertThat(products.calls()).hasValue(2);
        assertThat(rig.store.commands).containsOnlyOnce("store");
    }

    @Test
    void aMethodWhoseConditionFailsDoesNotTouchTheCache() {
        products.findIf(-1);
        assertThat(rig.store.commands).isEmpty();
        assertThat(products.calls()).hasValue(1);
    }

    @Test
    void aCacheThatDoesNotLoadSinglyIsFenced() {
        products.findPlainly(1);
        products.findPlainly(1);
        assertThat(products.calls()).hasValue(1);
        assertThat(rig.store.commands).containsExactly("get", "acquire", "store", "get");
    }

    @Test
    void evictionsTakeEffectBeforeOrAfterTheMethod() {
        products.find(1);
        products.evict(1);
        assertThat(rig.held("things", 1)).isEqualTo("nothing");
        products.find(1);
        assertThatThrownBy(() -> products.evictAndFail(1)).isSameAs(products.failure());
        assertThat(rig.held("things", 1))
                .as("not evicted by a method that failed")
                .isEqualTo("entry");
        assertThatThrownBy(() -> products.evictBeforeAndFail(1)).isSameAs(products.failure());
        assertThat(rig.held("things", 1)).isEqualTo("nothing");
        products.find(1);
        products.find(2);
        products.evictAll();
        assertThat(rig.cacheNamed("things").get(1)).isNull();
        assertThat(rig.cacheNamed("things").get(2)).isNull();
    }

    @Test
    void aReadThatEvictsAnotherKeyIsFenced() {
        rig.cacheNamed("others").put(1, "old");
        products.findAndEvictOther(1);
        assertThat(rig.held("others", 1)).isEqualTo("nothing");
        assertThat(rig.held("things", 1)).isEqualTo("entry");
    }

    @Test
    void anOptionalIsStoredUnwrappedAndAnEmptyOneAsNull() {
        assertThat(products.findOptional(1)).contains("product 1");
        assertThat(products.findOptional(1)).contains("product 1");
        assertThat(products.findOptional(-1)).isEmpty();
        assertThat(products.findOptional(-1)).isEmpty();
        assertThat(products.calls()).hasValue(2);
        assertThat(rig.cacheNamed("things").get(1).get()).isEqualTo("product 1");
        assertThat(rig.codec.types).contains(Optional.of(String.class));
    }

    @Test
    void aCachedNullIsAHit() {
        assertThat(products.findNull(1)).isNull();
        assertThat(products.findNull(1)).isNull();
        assertThat(products.calls()).hasValue(1);
    }

    @Test
    void primitivesAndMethodsWithoutAResultAreCached() {
        assertThat(products.price(1)).isEqualTo(100);
        assertThat(products.price(1)).isEqualTo(100);
        products.warm(2);
        products.warm(2);
        assertThat(products.calls()).hasValue(2);
        assertThat(rig.codec.types).contains(Optional.of(Integer.class));
    }

    @Test
    void aCacheThatIsSwitchedOffRunsTheMethodAtEachCall() {
        products.findOff(new Object());
        products.findOff(new Object());
        assertThat(products.calls()).hasValue(2);
        assertThat(rig.store.commands).isEmpty();
    }

    @Test
    void aKeyWithoutTextIsAnErrorThatNamesTheMethodAndComesBeforeIt() {
        assertThatThrownBy(() -> products.find(new NoText()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Products.find")
                .hasMessageContaining("things")
                .hasMessageContaining("no stable text");
        assertThatThrownBy(() -> products.findUnless(new NoText()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Products.findUnless");
        assertThat(products.calls()).hasValue(0);
    }

    static final class NoText {

        @Override
        public String toString() {
            throw new IllegalArgumentException("no stable text");
        }
    }

    static class Products {

        private final IOException failure = new IOException("no database");
        private final AtomicInteger calls = new AtomicInteger();
        private volatile Runnable duringLoad = () -> {};

        IOException failure() {
            return failure;
        }

        AtomicInteger calls() {
            return calls;
        }

        void duringLoad(Runnable action) {
            duringLoad = action;
        }

        @Cacheable("things")
        public String find(Object id) {
            return load(id);
        }

        @Cacheable("things")
        public String slow(int id) {
            Crowd.everybodyIsHere();
            return load(id);
        }

        @Cacheable(value = "things", sync = true)
        public String slowSync(int id) {
            Crowd.everybodyIsHere();
            return load(id);
        }

        @Cacheable(value = "things", unless = "#result.endsWith('13')")
        @CacheEvict(value = "lists", key = "#id")
        public String findUnless(Object id) {
            return load(id);
        }

        @Cacheable({"things", "others"})
        public String findInTwo(int id) {
            return load(id);
        }

        @Cacheable(value = "things", condition = "#id > 0")
        public String findIf(int id) {
            return load(id);
        }

        @Cacheable("plain")
        public String findPlainly(int id) {
            return load(id);
        }

        @Cacheable("things")
        public String fail(String id) throws IOException {
            return failing();
        }

        @Cacheable(value = "things", unless = "#result == null")
        @CacheEvict(value = "lists", key = "#id")
        public String failUnless(String id) throws IOException {
            return failing();
        }

        @Cacheable({"things", "others"})
        public String failInTwo(String id) throws IOException {
            return failing();
        }

        @CacheEvict("things")
        public void evict(int id) {}

        @CacheEvict("things")
        public void evictAndFail(int id) throws IOException {
            failing();
        }

        @CacheEvict(value = "things", beforeInvocation = true)
        public void evictBeforeAndFail(int id) throws IOException {
            failing();
        }

        @CacheEvict(value = "things", allEntries = true)
        public void evictAll() {}

        @Caching(cacheable = @Cacheable("things"), evict = @CacheEvict("others"))
        public String findAndEvictOther(int id) {
            return load(id);
        }

        @Cacheable("things")
        public Optional<String> findOptional(int id) {
            calls.incrementAndGet();
            return id < 0 ? Optional.empty() : Optional.of("product " + id);
        }

        @Cacheable("things")
        public String findNull(int id) {
            calls.incrementAndGet();
            return null;
        }

        @Cacheable("prices")
        public int price(int id) {
            calls.incrementAndGet();
            return id * 100;
        }

        @Cacheable("warmed")
        public void warm(int id) {
            calls.incrementAndGet();
        }

        @Cacheable("switched-off")
        public String findOff(Object id) {
            return load("off");
        }

        private String load(Object id) {
            calls.incrementAndGet();
            duringLoad.run();
            return "product " + id;
        }

        private String failing() throws IOException {
            calls.incrementAndGet();
            throw failure;
        }
    }
}
