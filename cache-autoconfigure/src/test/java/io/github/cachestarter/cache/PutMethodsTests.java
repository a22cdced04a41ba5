package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Finding;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import reactor.core.publisher.Mono;

class PutMethodsTests {

    private final CacheRig rig = new CacheRig();
    private Orders orders;

    @BeforeEach
    void start() {
        orders = rig.start(Orders.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aPutIsClaimedBeforeTheMethodAndStoredAfterIt() {
        rig.cacheNamed("orders").put(1L, "old");
        orders.during(() -> {
            assertThat(rig.held("orders", 1L)).isEqualTo("claimed entry");
            assertThat(rig.cacheNamed("orders").get(1L).get()).isEqualTo("old");
        });
        orders.update(1L, "new");
        assertThat(rig.held("orders", 1L)).isEqualTo("entry");
        assertThat(rig.cacheNamed("orders").get(1L).get()).isEqualTo("new");
        assertThat(rig.findings).isEmpty();
    }

    @Test
    void aPutThatIsOvertakenRemovesTheEntry() {
        orders.during(() -> {
            orders.during(() -> {});
            orders.update(1L, "second");
        });
        orders.update(1L, "first");
        assertThat(rig.held("orders", 1L)).isEqualTo("nothing");
    }

    @Test
    void aPutWithoutAnAcknowledgedClaimIsAnEvict() {
        rig.cacheNamed("orders").put(1L, "old");
        rig.store.breaks("claim");
        orders.update(1L, "new");
        assertThat(rig.held("orders", 1L)).isEqualTo("nothing");
        assertThat(rig.findings).isEmpty();
    }

    @Test
    void aKeyThatOnlyTheResultKnowsIsEvictedAndSaidOnce() {
        rig.cacheNamed("orders").put(7L, "old");
        orders.create(7L);
        orders.create(7L);
        assertThat(rig.held("orders", 7L)).isEqualTo("nothing");
        assertThat(rig.findings).hasSize(1).first().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
            assertThat(finding.message())
                    .contains("Orders.create", "orders", "its key can only be computed after the method");
            assertThat(finding.action()).startsWith("Use a key made of the arguments");
        });
    }

    @Test
    void anIdThatTheMethodGivesToItsArgumentIsUsedAsSpringDoes() {
        rig.cacheNamed("orders").put(0L, "of somebody else");
        rig.cacheNamed("orders").put(42L, "old");
        orders.save(new AtomicLong(0));
        assertThat(rig.held("orders", 0L)).isEqualTo("entry");
        assertThat(rig.held("orders", 42L)).isEqualTo("nothing");
    }

    @Test
    void anExistingIdIsClaimedAndStored() {
        orders.save(new AtomicLong(5));
        assertThat(rig.held("orders", 5L)).isEqualTo("entry");
    }

    @Test
    void aMethodThatFailsLeavesTheOldValueAndNoClaim() {
        rig.cacheNamed("orders").put(1L, "old");
        IllegalStateException failure = new IllegalStateException("no stock");
        orders.during(() -> {
            throw failure;
        });
        assertThatThrownBy(() -> orders.update(1L, "new")).isSameAs(failure);
        assertThatThrownBy(() -> orders.update(2L, "new")).isSameAs(failure);
        assertThat(rig.held("orders", 1L)).isEqualTo("entry");
        assertThat(rig.held("orders", 2L)).isEqualTo("nothing");
    }

    @Test
    void aPutThatConditionOrUnlessVetoesLeavesTheOldValueAndNoClaim() {
        rig.cacheNamed("orders").put(1L, "old");
        orders.updateUnless(1L, "draft");
        orders.updateIf(1L, "draft");
        assertThat(rig.held("orders", 1L)).isEqualTo("entry");
        assertThat(rig.cacheNamed("orders").get(1L).get()).isEqualTo("old");
        orders.updateUnless(1L, "one");
        assertThat(rig.cacheNamed("orders").get(1L).get()).isEqualTo("one");
        orders.updateIf(1L, "two");
        assertThat(rig.cacheNamed("orders").get(1L).get()).isEqualTo("two");
    }

    /** A claim would hold up readers, and take the lease of a load that runs. */
    @Test
    void aPutThatItsConditionVetoesBeforeTheMethodClaimsNothing() {
        orders.updateLarge(1, "small");
        assertThat(rig.store.commands).isEmpty();
        orders.updateLarge(100, "large");
        assertThat(rig.store.commands).containsExactly("claim", "put");
        assertThat(rig.findings).isEmpty();
    }

    @Test
    void aConditionIsAskedAgainAfterTheMethod() {
        AtomicLong order = new AtomicLong(7);
        orders.grow(order);
        assertThat(order).hasValue(107);
        assertThat(rig.held("orders", "grown")).as("not claimed, so evicted").isEqualTo("nothing");
        assertThat(rig.store.commands).containsExactly("evict");
        assertThat(rig.findings).singleElement().satisfies(finding -> {
            assertThat(finding.message())
                    .contains("Orders.grow", "its condition was false before the method")
                    .doesNotContain("its key can only");
            assertThat(finding.action()).startsWith("Use a condition that the method does not change");
        });
        orders.grow(order);
        assertThat(rig.held("orders", "grown")).isEqualTo("entry");
        assertThat(rig.findings).hasSize(1);
    }

    @Test
    void aReadAndAPutOnOneMethodEndWithTheNewValue() {
        assertThat(orders.readAndPut(1L)).isEqualTo("order 1");
        assertThat(rig.held("orders", 1L)).isEqualTo("entry");
        assertThat(rig.held("copies", 1L)).isEqualTo("entry");
        orders.readAndPutSame(2L);
        assertThat(rig.held("orders", 2L)).isEqualTo("entry");
    }

    @Test
    void keysMayUseEverythingThatSpringOffers() {
        orders.named(3L);
        assertThat(rig.held("orders", "named 3")).isEqualTo("entry");
        assertThat(rig.store.commands).containsExactly("claim", "put");
    }

    @Test
    void aKeyWithoutTextIsAnErrorBeforeTheMethod() {
        assertThatThrownBy(() -> orders.odd(new AnnotatedMethodsTests.NoText())).hasMessageContaining("Orders.odd");
        assertThat(orders.calls()).isZero();
    }

    @Test
    void aKeyWithoutTextLeavesNoClaimOfTheMethodsOtherOperations() {
        Object key = new AnnotatedMethodsTests.NoText();
        assertThatThrownBy(() -> orders.oneOdd(key)).hasMessageContaining("Orders.oneOdd");
        assertThatThrownBy(() -> orders.oneOddInFuture(key).get(60, TimeUnit.SECONDS))
                .hasStackTraceContaining("Orders.oneOddInFuture");
        assertThatThrownBy(() -> orders.oneOddInMono(key).block(Duration.ofSeconds(20)))
                .hasMessageContaining("Orders.oneOddInMono");
        assertThat(orders.calls()).isZero();
        await().untilAsserted(() -> {
            assertThat(rig.held("orders", "good")).isEqualTo("nothing");
            assertThat(rig.held("copies", "good")).isEqualTo("nothing");
        });
    }

    static class Orders {

        private Runnable during = () -> {};
        private int calls;

        void during(Runnable action) {
            during = action;
        }

        int calls() {
            return calls;
        }

        @CachePut(value = "orders", key = "#id")
        public String update(long id, String value) {
            during.run();
            return value;
        }

        @Caching(
                put = {
                    @CachePut(value = "orders", key = "'good'"),
                    @CachePut(value = "lists", key = "#key"),
                    @CachePut(value = "copies", key = "'good'")
                })
        public String oneOdd(Object key) {
            calls++;
            return "never";
        }

        @Caching(
                put = {
                    @CachePut(value = "orders", key = "'good'"),
                    @CachePut(value = "lists", key = "#key"),
                    @CachePut(value = "copies", key = "'good'")
                })
        public CompletableFuture<String> oneOddInFuture(Object key) {
            calls++;
            return CompletableFuture.completedFuture("never");
        }

        @Caching(
                put = {
                    @CachePut(value = "orders", key = "'good'"),
                    @CachePut(value = "lists", key = "#key"),
                    @CachePut(value = "copies", key = "'good'")
                })
        public Mono<String> oneOddInMono(Object key) {
            calls++;
            return Mono.just("never");
        }

        @CachePut(value = "orders", key = "#result")
        public long create(long id) {
            return id;
        }

        @CachePut(value = "orders", key = "#order.get()")
        public String save(AtomicLong order) {
            order.compareAndSet(0, 42);
            return "order " + order;
        }

        @CachePut(value = "orders", key = "#id", unless = "#result == 'draft'")
        public String updateUnless(long id, String value) {
            return value;
        }

        @CachePut(value = "orders", key = "#id", condition = "#result != 'draft'")
        public String updateIf(long id, String value) {
            return value;
        }

        @CachePut(value = "orders", key = "#id", condition = "#id > 99")
        public String updateLarge(long id, String value) {
            return value;
        }

        @CachePut(value = "orders", key = "'grown'", condition = "#order.get() > 99")
        public String grow(AtomicLong order) {
            return "order " + order.addAndGet(100);
        }

        @Caching(cacheable = @Cacheable("orders"), put = @CachePut("copies"))
        public String readAndPut(long id) {
            return "order " + id;
        }

        @Caching(cacheable = @Cacheable("orders"), put = @CachePut("orders"))
        public String readAndPutSame(long id) {
            return "order " + id;
        }

        @CachePut(value = "orders", key = "#root.methodName + ' ' + #a0 + (#root.caches.size() == 1 ? '' : '?')")
        public String named(long id) {
            return "order " + id;
        }

        @CachePut("orders")
        public String odd(Object id) {
            calls++;
            return "order";
        }
    }
}
