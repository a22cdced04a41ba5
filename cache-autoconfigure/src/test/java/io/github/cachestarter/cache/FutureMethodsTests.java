package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Token;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.util.ReflectionUtils;

class FutureMethodsTests {

    private final CacheRig rig = new CacheRig();
    private Quotes quotes;

    @BeforeEach
    void start() {
        quotes = rig.start(Quotes.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aFutureIsLoadedOnceAndAHitAfterwards() throws Exception {
        assertThat(get(quotes.find(1))).isEqualTo("quote 1");
        assertThat(get(quotes.find(1))).isEqualTo("quote 1");
        assertThat(quotes.calls()).hasValue(1);
    }

    @Test
    void methodsThatBlockAtAnotherOnesFutureDoNotWaitForEachOtherForEver() {
        int more = 8 * Runtime.getRuntime().availableProcessors() + 16; // than there are threads for answers
        List<CompletableFuture<String>> single = new ArrayList<>();
        List<CompletableFuture<String>> fenced = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            single.add(quotes.blocking(i, quotes));
            fenced.add(quotes.blockingFenced(i, quotes));
        }
        for (int i = 0; i < more; i++) {
            assertThat(single.get(i)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("about quote " + i);
            assertThat(fenced.get(i)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("about quote " + i);
        }
    }

    @Test
    void aHundredCallersOfAColdKeyRunTheMethodOnce() {
        Crowd.ofHundred(() -> get(quotes.slow(1))).allGet("quote 1");
        assertThat(quotes.calls()).hasValue(1);
    }

    @Test
    void theTokenTravelsFromTheReadToThePutAcrossThreads() throws Exception {
        assertThat(get(quotes.findUnless(1))).isEqualTo("quote 1");
        assertThat(rig.held("quotes", 1)).isEqualTo("entry");
        assertThat(get(quotes.findUnless(1))).isEqualTo("quote 1");
        assertThat(quotes.calls()).hasValue(1);
        assertThat(get(quotes.findUnless(13))).isEqualTo("quote 13");
        assertThat(rig.held("quotes", 13)).isEqualTo("nothing");
    }

    @Test
    void anEvictDuringTheLoadKeepsTheValueOut() throws Exception {
        CompletableFuture<String> value = new CompletableFuture<>();
        quotes.answers(() -> value);
        CompletableFuture<String> result = quotes.findUnless(1);
        quotes.awaitCalls(1);
        rig.cacheNamed("quotes").evict(1);
        value.complete("stale");
        assertThat(get(result)).isEqualTo("stale");
        assertThat(rig.held("quotes", 1)).isEqualTo("nothing");
    }

    @Test
    void theBusinessExceptionArrivesItselfAndLeavesNoLease() {
        IOException failure = new IOException("no market");
        quotes.answers(() -> CompletableFuture.failedFuture(failure));
        assertFails(quotes.find(1), failure, 1);
        assertFails(quotes.findUnless(2), failure, 2);
        IllegalStateException unchecked = new IllegalStateException("closed");
        quotes.answers(() -> CompletableFuture.failedFuture(unchecked));
        assertFails(quotes.find(3), unchecked, 3);
        assertFails(quotes.findUnless(4), unchecked, 4);
        assertThat(quotes.calls()).as("never called again").hasValue(4);
    }

    @Test
    void aMethodThatThrowsInsteadOfReturningAFutureRunsOnce() {
        IllegalStateException failure = new IllegalStateException("closed");
        quotes.answers(() -> {
            throw failure;
        });
        assertFails(quotes.find(1), failure, 1);
        assertFails(quotes.findUnless(2), failure, 2);
        assertThat(quotes.calls()).hasValue(2);
    }

    @Test
    void theMethodRunsOncePerCallWhileTheStoreIsAway() throws Exception {
        rig.store.goesAway();
        assertThat(get(quotes.find(1))).isEqualTo("quote 1");
        assertThat(get(quotes.findUnless(1))).isEqualTo("quote 1");
        assertThat(quotes.calls()).hasValue(2);
    }

    @Test
    void aLoadThatItsCallersHaveLeftIsCancelledAndItsLeaseGivenBack() {
        CompletableFuture<String> value = new CompletableFuture<>();
        quotes.answers(() -> value);
        CompletableFuture<String> first = quotes.find(1);
        quotes.awaitCalls(1);
        CompletableFuture<String> second = quotes.find(1);
        CompletableFuture<String> derived = first.thenApply(found -> found + "!");
        await().until(rig::idle);

        derived.cancel(true);
        assertThat(first)
                .as("to cancel what is derived from it is nobody's business")
                .isNotDone();
        first.cancel(true);
        await().until(rig::idle);
        assertThat(value).as("the second stays").isNotDone();
        second.cancel(true);

        await().until(value::isCancelled);
        await().untilAsserted(() -> assertThat(rig.held("quotes", 1)).isEqualTo("nothing"));
        assertThat(quotes.calls()).hasValue(1);
    }

    @Test
    void whoStaysWithALoadGetsItsValue() throws Exception {
        CompletableFuture<String> value = new CompletableFuture<>();
        quotes.answers(() -> value);
        CompletableFuture<String> first = quotes.find(1);
        quotes.awaitCalls(1);
        CompletableFuture<String> second = quotes.find(1);
        await().until(rig::idle);

        first.cancel(true);
        value.complete("quote");

        assertThat(get(second)).isEqualTo("quote");
        assertThat(rig.held("quotes", 1)).isEqualTo("entry");
    }

    @Test
    void aFailureThatCallersShareRunsTheMethodForNoneOfThemAgain() {
        RuntimeException failure = new IllegalStateException("closed");
        EntryKey key = rig.entryKey("quotes", 1);
        rig.memory.acquire(key, new Token(1, 2), Duration.ofMinutes(1), 0); // somebody else is loading
        quotes.answers(() -> CompletableFuture.failedFuture(failure));
        CompletableFuture<String> first = quotes.find(1);
        CompletableFuture<String> second = quotes.find(1);
        await().until(rig::idle);
        rig.memory.release(key, new Token(1, 2));

        // Either of them may lead; the other one is told before the lease is given back.
        assertThatThrownBy(() -> get(first)).hasRootCause(failure);
        assertThatThrownBy(() -> get(second)).hasRootCause(failure);
        assertThat(rig.held("quotes", 1)).isEqualTo("nothing");
        assertThat(quotes.calls()).hasValue(1);
    }

    @Test
    void cachedNullsAndOptionalsComeBackAsTheyWere() throws Exception {
        quotes.answers(() -> CompletableFuture.completedFuture(null));
        assertThat(get(quotes.find(1))).isNull();
        assertThat(get(quotes.find(1))).isNull();
        assertThat(get(quotes.findUnless(2))).isNull();
        assertThat(get(quotes.findUnless(2))).isNull();
        assertThat(quotes.calls()).hasValue(2);
        assertThat(get(quotes.findOptional(3))).isEmpty();
        assertThat(get(quotes.findOptional(3))).isEmpty();
        assertThat(quotes.calls()).hasValue(3);
    }

    @Test
    void aMethodWithSeveralCachesFillsAllOfThemUnderTheirLeases() throws Exception {
        assertThat(get(quotes.findInTwo(1))).isEqualTo("quote 1");
        assertThat(rig.held("quotes", 1)).isEqualTo("entry");
        assertThat(rig.held("copies", 1)).isEqualTo("entry");
        assertThat(rig.store.commands).containsExactly("get", "acquire", "get", "acquire", "store", "store");
    }

    @Test
    void theErrorHandlerHearsNothingOfBusinessExceptions() {
        CacheErrorHandler handler = mock(CacheErrorHandler.class);
        CacheErrorHandler views = new ViewErrorHandler(handler);
        Invocation invocation = new Invocation(
                CachedMethod.of(quotesMethod("findUnless"), Quotes.class, List.of(), null), () -> views, null);
        Cache view = invocation.view(null, rig.cacheNamed("quotes"));
        views.handleCacheGetError(new IllegalStateException("closed"), view, 1);
        verifyNoInteractions(handler);
        views.handleCacheGetError(new IllegalStateException("closed"), rig.cacheNamed("quotes"), 1);
        verify(handler).handleCacheGetError(any(), eq(rig.cacheNamed("quotes")), eq(1));
    }

    private static Method quotesMethod(String name) {
        return ReflectionUtils.findMethod(Quotes.class, name, int.class);
    }

    @Test
    void aStageIsCachedAsAFutureIs() throws Exception {
        assertThat(get(quotes.stage(1).toCompletableFuture())).isEqualTo("quote 1");
        assertThat(get(quotes.stage(1).toCompletableFuture())).isEqualTo("quote 1");
        assertThat(get(quotes.stageUnless(2).toCompletableFuture())).isEqualTo("quote 2");
        assertThat(get(quotes.stageUnless(2).toCompletableFuture())).isEqualTo("quote 2");
        assertThat(quotes.calls()).hasValue(2);
    }

    @Test
    void aPutIsClaimedBeforeTheMethodAndAcknowledgedBeforeTheResult() throws Exception {
        CompletableFuture<String> value = new CompletableFuture<>();
        quotes.answers(() -> {
            assertThat(rig.held("quotes", 1)).isEqualTo("lease");
            return value;
        });
        CompletableFuture<String> result = quotes.put(1);
        value.complete("new");
        assertThat(get(result)).isEqualTo("new");
        assertThat(rig.held("quotes", 1)).isEqualTo("entry");
    }

    @Test
    void aFailedPutLeavesTheOldValueAndNoClaim() {
        rig.cacheNamed("quotes").put(1, "old");
        IOException failure = new IOException("no market");
        quotes.answers(() -> CompletableFuture.failedFuture(failure));
        assertThatThrownBy(() -> get(quotes.put(1))).hasCause(failure);
        assertThat(rig.held("quotes", 1)).isEqualTo("entry");
    }

    @Test
    void anEvictIsAcknowledgedBeforeTheResult() throws Exception {
        rig.cacheNamed("quotes").put(1, "old");
        CompletableFuture<String> value = new CompletableFuture<>();
        quotes.answers(() -> value);
        CompletableFuture<String> result = quotes.evict(1);
        assertThat(rig.held("quotes", 1)).isEqualTo("entry");
        value.complete("done");
        assertThat(get(result)).isEqualTo("done");
        assertThat(rig.held("quotes", 1)).isEqualTo("nothing");
    }

    private void assertFails(CompletableFuture<?> result, Throwable failure, int key) {
        assertThatThrownBy(() -> get(result))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
        assertThat(rig.held("quotes", key)).isEqualTo("nothing");
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    static class Quotes {

        private final AtomicInteger calls = new AtomicInteger();
        private volatile Supplier<CompletableFuture<String>> answer;

        AtomicInteger calls() {
            return calls;
        }

        void awaitCalls(int expected) {
            await().untilAtomic(calls, Matchers.equalTo(expected));
        }

        void answers(Supplier<CompletableFuture<String>> supplier) {
            answer = supplier;
        }

        @Cacheable(value = "about", key = "#id")
        public CompletableFuture<String> blocking(int id, Quotes others) {
            return CompletableFuture.completedFuture("about " + others.find(id).join());
        }

        @Cacheable(
                value = {"about-fenced", "copies"},
                key = "#id")
        public CompletableFuture<String> blockingFenced(int id, Quotes others) {
            return CompletableFuture.completedFuture("about " + others.find(id).join());
        }

        @Cacheable("quotes")
        public CompletableFuture<String> find(int id) {
            return load(id);
        }

        @Cacheable("quotes")
        public CompletableFuture<String> slow(int id) {
            return CompletableFuture.supplyAsync(() -> {
                Crowd.everybodyIsHere();
                return load(id).join();
            });
        }

        @Cacheable(value = "quotes", unless = "#result == 'quote 13'")
        @CacheEvict(value = "lists", key = "#id")
        public CompletableFuture<String> findUnless(int id) {
            return load(id);
        }

        @Cacheable({"quotes", "copies"})
        public CompletableFuture<String> findInTwo(int id) {
            return load(id);
        }

        @Cacheable("optionals")
        public CompletableFuture<Optional<String>> findOptional(int id) {
            calls.incrementAndGet();
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Cacheable("stages")
        public CompletionStage<String> stage(int id) {
            return load(id);
        }

        @Cacheable(value = "stages", unless = "#result == null")
        @CacheEvict(value = "lists", key = "#id")
        public CompletionStage<String> stageUnless(int id) {
            return load(id);
        }

        @CachePut("quotes")
        public CompletableFuture<String> put(int id) {
            return load(id);
        }

        @CacheEvict("quotes")
        public CompletableFuture<String> evict(int id) {
            return load(id);
        }

        private CompletableFuture<String> load(int id) {
            calls.incrementAndGet();
            return answer == null ? CompletableFuture.supplyAsync(() -> "quote " + id) : answer.get();
        }
    }
}
