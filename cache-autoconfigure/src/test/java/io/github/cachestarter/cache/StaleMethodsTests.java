package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.annotation.Cacheable;

/** What becomes of the failures of annotated methods that return their value: Spring hands them to a cache wrapped. */
class StaleMethodsTests {

    private final CacheRig rig = new CacheRig();
    private Prices prices;

    @BeforeEach
    void start() {
        prices = rig.start(Prices.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @MethodSource("failuresOfTheSource")
    void a_stale_value_stands_in_for_a_method_that_fails(Exception failure) throws Throwable {
        stale();
        prices.fails(failure);

        assertThat(prices.find(1)).isEqualTo("price 1");
        assertThat(prices.calls()).hasValue(2);
    }

    static Stream<Exception> failuresOfTheSource() {
        return Stream.of(new IOException("down"), new IllegalStateException("down"));
    }

    @Test
    void a_failure_that_is_ignored_reaches_the_caller_and_takes_the_entry_away() throws Throwable {
        stale();
        NoSuchElementException sold = new NoSuchElementException("sold");
        prices.fails(sold);

        assertThatThrownBy(() -> prices.find(1)).isSameAs(sold);
        assertThat(rig.held("stale-prices", 1)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @MethodSource("nothingTheSourceSaid")
    void a_stale_value_stands_in_neither_for_an_error_nor_for_an_interruption(Throwable failure) throws Throwable {
        stale();
        prices.fails(failure);

        assertThatThrownBy(() -> prices.find(1)).isSameAs(failure);
    }

    static Stream<Throwable> nothingTheSourceSaid() {
        return Stream.of(new StackOverflowError("deep"), new InterruptedException(), new CancellationException());
    }

    @Test
    void a_failure_that_is_neither_exception_nor_error_reaches_the_caller_itself() {
        Throwable failure = new Throwable("neither");
        prices.fails(failure);

        assertThatThrownBy(() -> prices.find(1)).isSameAs(failure);
        assertThat(prices.calls()).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("leadersOwnAffairs")
    void a_leaders_interruption_is_its_own(Exception failure) throws Exception {
        prices.fails(failure);
        CompletableFuture<String> leader = call();
        prices.awaitFirst();
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<String> follower = call(waiting);
        await().until(() -> waiting.join().getState() == Thread.State.TIMED_WAITING);

        prices.endFirst();

        assertThat(leader.handle((value, thrown) -> thrown))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .isSameAs(failure);
        assertThat(follower).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("price 7");
        assertThat(prices.calls()).hasValue(2);
    }

    static Stream<Exception> leadersOwnAffairs() {
        return Stream.of(new InterruptedException(), new CancellationException());
    }

    private void stale() throws Throwable {
        assertThat(prices.find(1)).isEqualTo("price 1");
        rig.ahead = Duration.ofMinutes(20);
    }

    private CompletableFuture<String> call() {
        return call(new CompletableFuture<>());
    }

    private CompletableFuture<String> call(CompletableFuture<Thread> caller) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            caller.complete(Thread.currentThread());
            try {
                result.complete(prices.failingOnce());
            } catch (Throwable ex) {
                result.completeExceptionally(ex);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static class Prices {

        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch lastWord = new CountDownLatch(1);
        private volatile Throwable failure;

        AtomicInteger calls() {
            return calls;
        }

        void fails(Throwable with) {
            failure = with;
        }

        void awaitFirst() throws InterruptedException {
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        }

        void endFirst() {
            lastWord.countDown();
        }

        @Cacheable("stale-prices")
        public String find(int id) throws Throwable {
            calls.incrementAndGet();
            if (failure != null) {
                throw failure;
            }
            return "price " + id;
        }

        @Cacheable(value = "prices", key = "7")
        public String failingOnce() throws Throwable {
            if (calls.incrementAndGet() == 1) {
                begun.countDown();
                lastWord.await(20, TimeUnit.SECONDS);
                throw failure;
            }
            return "price 7";
        }
    }
}
