package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Cache and transaction annotations on one method, with the cache inside the transaction and outside of it. */
class TransactionalMethodsTests {

    private final CacheRig rig = new CacheRig();
    private Items items;

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {CacheInside.class, CacheOutside.class})
    void whoLoadsBeforeTheCommitOfAnEvictingMethodStoresNothingThatLasts(Class<?> order) {
        start(order);
        items.find(1);
        items.rename(
                1,
                "new",
                () -> Shelf.beforeCommit(
                        () -> Shelf.elsewhere(() -> assertThat(items.find(1)).isEqualTo("old"))));
        assertThat(held(1)).isEqualTo("nothing");
        assertThat(items.find(1)).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(classes = {CacheInside.class, CacheOutside.class})
    void aPuttingMethodStoresAfterTheCommit(Class<?> order) {
        start(order);
        items.find(1);
        items.replace(
                1,
                "new",
                () -> Shelf.beforeCommit(() -> {
                    assertThat(held(1)).isEqualTo("claimed entry");
                    Shelf.elsewhere(() -> assertThat(items.find(1)).isEqualTo("old"));
                }));
        assertThat(held(1)).isEqualTo("entry");
        assertThat(rig.cacheNamed("items").get(1).get()).isEqualTo("new");
        assertThat(rig.findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {CacheInside.class, CacheOutside.class})
    void aPuttingMethodWhoseCommitFailsLeavesTheOldValueAndNoClaim(Class<?> order) {
        start(order);
        items.find(1);
        assertThatThrownBy(() -> items.replace(
                        1,
                        "new",
                        () -> Shelf.beforeCommit(() -> {
                            throw new IllegalStateException("not now");
                        })))
                .hasMessage("not now");
        assertThat(held(1)).isEqualTo("entry");
        assertThat(items.find(1)).isEqualTo("old");
    }

    @ParameterizedTest
    @ValueSource(classes = {CacheInside.class, CacheOutside.class})
    void aPutInAnOuterTransactionThatRollsBackGivesItsClaimBack(Class<?> order) {
        Shelf shelf = start(order);
        items.find(1);
        shelf.transaction().executeWithoutResult(status -> {
            items.replace(1, "new", () -> {});
            items.replace(2, "two", () -> {});
            assertThat(held(1)).isEqualTo("claimed entry");
            assertThat(held(2)).isEqualTo("lease");
            assertThat(items.find(2)).isEqualTo("two");
            status.setRollbackOnly();
        });
        assertThat(held(1)).isEqualTo("entry");
        assertThat(held(2)).isEqualTo("nothing");
        assertThat(items.find(1)).isEqualTo("old");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPutThatAClearOfItsTransactionUndoesGivesItsClaimBack(boolean all) {
        Shelf shelf = start(CacheInside.class);
        TieredCache cache = rig.cacheNamed("items");
        items.find(1);
        shelf.transaction().executeWithoutResult(status -> {
            items.replace(1, "new", () -> {});
            items.replace(2, "two", () -> {});
            if (all) {
                cache.clear();
            } else {
                cache.evict(1);
                cache.evict(2);
            }
        });
        assertThat(held(1)).isIn("entry", "nothing");
        assertThat(held(2)).isEqualTo("nothing");
        assertThat(items.find(1)).isEqualTo("new");
        assertThat(items.find(2)).isEqualTo("two");
        assertThat(held(2)).as("a load as any other").isEqualTo("entry");
    }

    @Test
    void twoPutsOfAKeyInOneTransactionStoreTheLast() {
        Shelf shelf = start(CacheInside.class);
        shelf.transaction().executeWithoutResult(status -> {
            items.replace(1, "first", () -> {});
            items.replace(1, "second", () -> {});
        });
        assertThat(rig.cacheNamed("items").get(1).get()).isEqualTo("second");
    }

    @Test
    void aClaimLastsNoLongerThanItsTransactionMay() {
        Shelf shelf = start(CacheInside.class);
        TransactionTemplate limited = shelf.transaction();
        limited.setTimeout(30);
        limited.executeWithoutResult(status -> items.replace(
                2,
                "two",
                () -> assertThat(rig.memory.ttlMillis(rig.entryKey("items", 2)))
                        .isPositive()
                        .isLessThanOrEqualTo(Duration.ofSeconds(30).toMillis())));
        assertThat(held(2)).isEqualTo("entry");
    }

    @ParameterizedTest
    @ValueSource(classes = {CacheInside.class, CacheOutside.class})
    void aFencedReadInsideAWritingTransactionTakesNoLease(Class<?> order) {
        Shelf shelf = start(order);
        shelf.transaction().executeWithoutResult(status -> {
            items.rename(1, "new", () -> {});
            assertThat(items.findUnless(1)).isEqualTo("new");
            assertThat(items.findUnless(2)).isNull();
            assertThat(held(1)).isEqualTo("nothing");
            assertThat(held(2)).isEqualTo("nothing");
        });
        assertThat(items.findUnless(1)).isEqualTo("new");
        assertThat(held(1)).isEqualTo("entry");
    }

    @Test
    void aFencedLoadDoesNotSurviveARollback() {
        Shelf shelf = start(CacheInside.class);
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            assertThat(items.findUnless(1)).isEqualTo("new");
            status.setRollbackOnly();
        });
        assertThat(items.findUnless(1)).isEqualTo("old");
    }

    private Shelf start(Class<?> order) {
        items = rig.start(Items.class, Database.class, order);
        return rig.context().getBean(Shelf.class);
    }

    private String held(int id) {
        return rig.held("items", id);
    }

    static class Items {

        private final Shelf shelf;

        Items(Shelf shelf) {
            this.shelf = shelf;
        }

        @Cacheable(value = "items", key = "#id")
        public String find(int id) {
            return shelf.name(id);
        }

        @Cacheable(value = "items", key = "#id", unless = "#result == null")
        public String findUnless(int id) {
            return shelf.name(id);
        }

        @Transactional
        @CacheEvict(value = "items", key = "#id")
        public void rename(int id, String name, Runnable during) {
            shelf.write(id, name);
            during.run();
        }

        @Transactional
        @CachePut(value = "items", key = "#id")
        public String replace(int id, String name, Runnable during) {
            shelf.write(id, name);
            during.run();
            return name;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Database {

        @Bean
        Shelf shelf() {
            return new Shelf();
        }

        @Bean
        PlatformTransactionManager transactionManager(Shelf shelf) {
            return shelf.manager;
        }
    }

    /** The transaction begins first and ends last. */
    static class CacheInside {

        @Bean
        static BeanFactoryPostProcessor order() {
            return order("org.springframework.transaction.config.internalTransactionAdvisor");
        }

        static BeanFactoryPostProcessor order(String first) {
            return beans -> beans.getBeanDefinition(first).getPropertyValues().add("order", 1);
        }
    }

    /** The transaction is over when the cache is written. */
    static class CacheOutside {

        @Bean
        static BeanFactoryPostProcessor order() {
            return CacheInside.order("org.springframework.cache.config.internalCacheAdvisor");
        }
    }
}
