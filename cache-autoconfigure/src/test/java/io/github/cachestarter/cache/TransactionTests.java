package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.load.Loaded;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.Ordered;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A cache used by hand inside real transactions. */
class TransactionTests {

    private final CacheRig rig = new CacheRig();
    private final Shelf shelf = new Shelf();
    private final TieredCache items = rig.cacheNamed("items");
    private final TieredCache lists = rig.cacheNamed("lists");

    @AfterEach
    void close() {
        rig.close();
        shelf.close();
    }

    @Test
    void anEvictActsAtOnceAndAgainAfterTheCommit() {
        read(1);
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            items.evict(1);
            assertThat(held(1)).isEqualTo("nothing");
            Shelf.elsewhere(() -> assertThat(read(1)).isEqualTo("old"));
            assertThat(held(1)).as("stored by somebody who may").isEqualTo("entry");
        });
        assertThat(held(1)).isEqualTo("nothing");
        assertThat(read(1)).isEqualTo("new");
    }

    @Test
    void aClearActsAtOnceAndAgainAfterTheCommit() {
        read(1);
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            items.clear();
            Shelf.elsewhere(() -> assertThat(read(1)).isEqualTo("old"));
            assertThat(read(1)).as("own read").isEqualTo("new");
            Shelf.elsewhere(() -> assertThat(items.get(1).get())
                    .as("stored by somebody who may")
                    .isEqualTo("old"));
        });
        assertThat(items.get(1)).isNull();
        assertThat(read(1)).isEqualTo("new");
    }

    @Test
    void aSoftClearActsAfterTheCommitOnly() {
        read(1);
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            items.clearSoftly();
            assertThat(rig.store.commands).doesNotContain("clearSoftly");
            assertThat(read(1)).as("own read").isEqualTo("new");
        });
        assertThat(rig.store.commands).containsOnlyOnce("clearSoftly");
        assertThat(read(1)).as("served on").isEqualTo("old");

        shelf.transaction().executeWithoutResult(status -> {
            items.clearSoftly();
            status.setRollbackOnly();
        });
        assertThat(rig.store.commands).containsOnlyOnce("clearSoftly");
    }

    @Test
    void anEvictedTagActsAtOnceAndAgainAfterTheCommit() {
        Callable<Object> tagged = () -> new Loaded(shelf.name(1), true, List.of("red"));
        items.get(1, tagged);
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            items.evictTag("red");
            assertThat(items.get(1)).as("any key may have that tag").isNull();
            Shelf.elsewhere(() -> assertThat(items.get(1, tagged)).isEqualTo("old"));
            assertThat(items.get(1, tagged)).as("own read").isEqualTo("new");
            Shelf.elsewhere(() -> assertThat(items.get(1).get()).isEqualTo("old"));
        });
        assertThat(items.get(1)).isNull();
        assertThat(rig.store.commands).filteredOn("evictTag red"::equals).hasSize(2);
    }

    @Test
    void whatWasEvictedIsReadPastTheCacheInsideTheTransaction() {
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            items.evict(1);
            Shelf.elsewhere(() -> read(1));
            assertThat(read(1)).isEqualTo("new");
            assertThat(items.get(1)).isNull();
            assertThat(items.retrieve(1, () -> CompletableFuture.completedFuture("asked"))
                            .join())
                    .isEqualTo("asked");
            status.setRollbackOnly();
        });
        assertThat(read(1)).isEqualTo("old");
    }

    @Test
    void aPutIsStoredAfterTheCommitOnly() {
        read(1);
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            items.put(1, "new");
            Shelf.elsewhere(() -> assertThat(read(1)).isEqualTo("old"));
            assertThat(read(1)).isEqualTo("new");
        });
        assertThat(items.get(1).get()).isEqualTo("new");
    }

    @Test
    void whatIsPutWhereNothingIsIsStoredAfterTheCommitOnly() {
        shelf.transaction().executeWithoutResult(status -> {
            assertThat(items.putIfAbsent(1, "mine")).isNull();
            assertThat(held(1)).isEqualTo("nothing");
            assertThat(items.putIfAbsent(1, "second").get())
                    .as("the own put counts")
                    .isEqualTo("mine");
        });
        assertThat(items.get(1).get()).isEqualTo("mine");
        shelf.transaction().executeWithoutResult(status -> {
            assertThat(items.putIfAbsent(1, "third").get()).isEqualTo("mine");
            items.evict(1);
            assertThat(items.putIfAbsent(1, "fourth"))
                    .as("the own evict counts")
                    .isNull();
            status.setRollbackOnly();
        });
        assertThat(held(1)).isEqualTo("nothing");
    }

    @Test
    void aPutOfARolledBackTransactionIsNeverSent() {
        read(1);
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            items.put(1, "new");
            status.setRollbackOnly();
        });
        assertThat(items.get(1).get()).isEqualTo("old");
        assertThat(rig.store.commands).doesNotContain("putDirect");
    }

    @Test
    void theLastChangeOfAKeyCounts() {
        shelf.transaction().executeWithoutResult(status -> {
            items.put(1, "first");
            items.put(2, "first");
            items.evict(1);
            items.evict(2);
            items.put(2, "last");
        });
        assertThat(held(1)).isEqualTo("nothing");
        assertThat(items.get(2).get()).isEqualTo("last");
    }

    @Test
    void aListWithUncommittedRowsIsReturnedButNotStored() {
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(2, "two");
            items.evict(2);
            assertThat(list()).isEqualTo("old,two");
            assertThat(rig.held("lists", "all")).isEqualTo("nothing");
        });
        assertThat(rig.held("lists", "all")).isEqualTo("nothing");
    }

    @Test
    void aListThatWasLoadedBeforeTheFirstChangeOfACacheDoesNotSurviveARollback() {
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(2, "two");
            assertThat(list()).isEqualTo("old,two");
            status.setRollbackOnly();
        });
        assertThat(list()).isEqualTo("old");
    }

    @Test
    void aLoadInATransactionThatOnlyReadIsStored() {
        shelf.transaction().executeWithoutResult(status -> read(1));
        assertThat(held(1)).isEqualTo("entry");
        assertThat(rig.store.commands).containsExactly("get", "acquire", "store");
    }

    @Test
    void aLoadThatChangesTheCacheItselfIsNotStored() {
        shelf.transaction().executeWithoutResult(status -> {
            String made = lists.get("all", () -> {
                shelf.write(2, "two");
                items.evict(2);
                return shelf.names();
            });
            assertThat(made).isEqualTo("old,two");
            assertThat(rig.held("lists", "all")).isEqualTo("nothing");
        });
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                TransactionDefinition.ISOLATION_READ_UNCOMMITTED,
                TransactionDefinition.ISOLATION_REPEATABLE_READ,
                TransactionDefinition.ISOLATION_SERIALIZABLE
            })
    void aTransactionThatSeesOtherThanWhatIsCommittedStoresNoLoads(int isolation) {
        shelf.isolated(isolation)
                .executeWithoutResult(status -> assertThat(read(1)).isEqualTo("old"));
        assertThat(held(1)).isEqualTo("nothing");
    }

    @Test
    void aSnapshotFromBeforeAnEvictIsNotStoredAfterIt() {
        shelf.isolated(TransactionDefinition.ISOLATION_REPEATABLE_READ).executeWithoutResult(status -> {
            assertThat(shelf.name(1)).isEqualTo("old");
            Shelf.elsewhere(() -> {
                shelf.write(1, "new");
                items.evict(1);
            });
            assertThat(read(1)).as("its snapshot").isEqualTo("old");
            Shelf.elsewhere(() -> assertThat(read(1)).isEqualTo("new"));
            assertThat(read(1)).as("a hit").isEqualTo("new");
        });
        assertThat(items.get(1).get()).isEqualTo("new");
    }

    @Test
    void anInnerTransactionIsOneOfItsOwn() {
        shelf.transaction().executeWithoutResult(outer -> {
            items.evict(1);
            shelf.transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult(inner -> {
                assertThat(read(1)).isEqualTo("old");
                items.put(2, "inner");
            });
            assertThat(items.get(2).get()).as("committed").isEqualTo("inner");
            assertThat(held(1)).as("stored by the inner one").isEqualTo("entry");
            items.put(3, "outer");
            shelf.transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult(inner -> {
                items.put(4, "inner");
                inner.setRollbackOnly();
            });
            shelf.transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
                    .executeWithoutResult(none -> items.put(5, "without"));
            assertThat(held(5)).isEqualTo("entry");
        });
        assertThat(held(1)).isEqualTo("nothing");
        assertThat(held(3)).isEqualTo("entry");
        assertThat(held(4)).isEqualTo("nothing");
    }

    @Test
    void aPutOfARolledBackNestedPartIsNotStored() {
        items.put(1, "old");
        shelf.transaction().executeWithoutResult(outer -> {
            shelf.transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(nested -> {
                shelf.write(2, "two");
                assertThat(list()).isEqualTo("old,two");
                items.put(1, "undone");
                nested.setRollbackOnly();
            });
            assertThat(rig.held("lists", "all")).isEqualTo("nothing");
            assertThat(list()).isEqualTo("old");
        });
        assertThat(held(1)).as("evicted, to be safe").isEqualTo("nothing");
    }

    @Test
    void aFailureAfterTheCommitIsReportedAndDoesNotReachTheCommitter() {
        shelf.transaction().executeWithoutResult(status -> {
            shelf.write(1, "new");
            items.evict(1);
            items.put(2, "two");
            lists.clear();
            rig.store.goesAway();
        });
        assertThat(shelf.name(1)).isEqualTo("new");
        assertThat(rig.reported).hasSize(3);
    }

    @Test
    void aListenerThatThrowsAfterTheCommitDoesNotKeepTheCachesFromIt() {
        read(1);
        assertThatThrownBy(() -> shelf.transaction().executeWithoutResult(status -> {
                    TransactionSynchronizationManager.registerSynchronization(new Throwing());
                    items.evict(1);
                    Shelf.elsewhere(() -> read(1));
                }))
                .hasMessage("somebody else's");
        assertThat(held(1)).isEqualTo("nothing");
    }

    @Test
    void whatIsDoneAfterTheCommitIsDone() {
        shelf.transaction().executeWithoutResult(status -> {
            items.evict(1);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    items.put(1, "after");
                }
            });
        });
        assertThat(items.get(1).get()).isEqualTo("after");
        items.put(2, "at once");
        assertThat(held(2)).isEqualTo("entry");
    }

    @Test
    void anUnknownOutcomeEvictsWhatWasPut() {
        items.put(1, "old");
        TransactionTemplate template = new TransactionTemplate(new JdbcTransactionManager(shelf.source) {
            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                throw new TransactionSystemException("nobody knows");
            }
        });
        assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                    items.put(1, "perhaps");
                    items.evict(2);
                    Shelf.elsewhere(() -> items.put(2, "old"));
                }))
                .hasMessage("nobody knows");
        assertThat(held(1)).isEqualTo("nothing");
        assertThat(held(2)).isEqualTo("nothing");
    }

    @Test
    void aScopeWithSynchronizationButNoTransactionChangesNothing() {
        shelf.transaction(TransactionDefinition.PROPAGATION_SUPPORTS).executeWithoutResult(status -> {
            items.put(1, "at once");
            assertThat(held(1)).isEqualTo("entry");
        });
    }

    @Test
    void nothingIsLeftOnTheThread() {
        int before = TransactionSynchronizationManager.getResourceMap().size();
        shelf.transaction().executeWithoutResult(status -> items.evict(1));
        assertThat(TransactionSynchronizationManager.getResourceMap()).hasSize(before);
    }

    private String read(int id) {
        return items.get(id, () -> shelf.name(id));
    }

    private String list() {
        return lists.get("all", shelf::names);
    }

    private String held(int id) {
        return rig.held("items", id);
    }

    private static final class Throwing implements TransactionSynchronization {

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void afterCommit() {
            throw new IllegalStateException("somebody else's");
        }
    }
}
