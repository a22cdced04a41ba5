package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.core.ResolvableType;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

class ReactiveMethodsTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final CacheRig rig = new CacheRig();
    private Weather weather;

    @BeforeEach
    void start() {
        weather = rig.start(Weather.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aMonoIsLoadedOnceAndAHitAfterwards() {
        assertThat(weather.find(1).block(DEADLINE)).isEqualTo("weather 1");
        assertThat(weather.find(1).block(DEADLINE)).isEqualTo("weather 1");
        assertThat(weather.calls()).hasValue(1);
    }

    @Test
    void aHundredSubscribersOfAColdKeyRunTheMethodOnce() {
        Crowd.ofHundred(() -> weather.slow(1).block(DEADLINE)).allGet("weather 1");
        assertThat(weather.calls()).hasValue(1);
    }

    @Test
    void aPublisherThatNobodySubscribesLoadsNothing() {
        assertThat(weather.find(1)).isNotNull();
        assertThat(weather.findUnless(1)).isNotNull();
        assertThat(weather.all(1)).isNotNull();
        assertThat(weather.put(1)).isNotNull();
        assertThat(weather.calls()).hasValue(0);
        assertThat(rig.store.commands).isEmpty();
    }

    @Test
    void everySubscriptionLooksIntoTheCacheAgain() {
        Mono<String> mono = weather.find(1);
        assertThat(mono.block(DEADLINE)).isEqualTo("weather 1");
        rig.cacheNamed("weather").put(1, "changed");
        assertThat(mono.block(DEADLINE)).isEqualTo("changed");
        rig.cacheNamed("weather").evict(1);
        assertThat(mono.block(DEADLINE)).isEqualTo("weather 1");
        Mono<String> fenced = weather.findUnless(2);
        assertThat(fenced.block(DEADLINE)).isEqualTo("weather 2");
        rig.cacheNamed("weather").evict(2);
        assertThat(fenced.block(DEADLINE)).isEqualTo("weather 2");
        assertThat(rig.held("weather", 2)).isEqualTo("entry");
    }

    @Test
    void theSubscribersContextReachesTheMethod() {
        Context user = Context.of("user", "ada");
        assertThat(weather.ofUser(1).contextWrite(user).block(DEADLINE)).isEqualTo("ada");
        assertThat(weather.ofUserUnless(2).contextWrite(user).block(DEADLINE)).isEqualTo("ada");
        assertThat(weather.ofUsers(3).contextWrite(user).collectList().block(DEADLINE))
                .containsExactly("ada");
    }

    @Test
    void aFluxIsStoredAsAList() {
        assertThat(weather.all(2).collectList().block(DEADLINE)).containsExactly("day 0", "day 1");
        assertThat(weather.all(2).collectList().block(DEADLINE)).containsExactly("day 0", "day 1");
        assertThat(weather.allUnless(3).collectList().block(DEADLINE)).hasSize(3);
        assertThat(weather.allUnless(3).collectList().block(DEADLINE)).hasSize(3);
        assertThat(weather.calls()).hasValue(2);
        assertThat(rig.cacheNamed("days").get(2).get()).isEqualTo(List.of("day 0", "day 1"));
        assertThat(rig.codec.types)
                .contains(Optional.of(ResolvableType.forClassWithGenerics(List.class, String.class)
                        .getType()));
    }

    @Test
    void anEmptyMonoIsACachedNull() {
        weather.answers(Mono::empty);
        assertThat(weather.find(1).block(DEADLINE)).isNull();
        assertThat(weather.find(1).block(DEADLINE)).isNull();
        assertThat(weather.findUnless(2).block(DEADLINE)).isNull();
        assertThat(weather.findUnless(2).block(DEADLINE)).isNull();
        assertThat(weather.calls()).hasValue(2);
    }

    @Test
    void theTokenTravelsFromTheReadToThePutAcrossThreads() {
        assertThat(weather.findUnless(1).subscribeOn(Schedulers.parallel()).block(DEADLINE))
                .isEqualTo("weather 1");
        assertThat(rig.held("weather", 1)).isEqualTo("entry");
        assertThat(weather.findUnless(13).block(DEADLINE)).isEqualTo("weather 13");
        assertThat(rig.held("weather", 13)).isEqualTo("nothing");
    }

    @Test
    void theBusinessExceptionArrivesItselfAndLeavesNoLease() {
        IOException failure = new IOException("no satellite");
        weather.answers(() -> Mono.error(failure));
        assertFails(weather.find(1), failure);
        assertFails(weather.findUnless(2), failure);
        IllegalStateException unchecked = new IllegalStateException("closed");
        weather.answers(() -> Mono.error(unchecked));
        assertFails(weather.find(3), unchecked);
        assertFails(weather.findUnless(4), unchecked);
        assertThat(weather.calls()).hasValue(4);
        for (int key = 1; key <= 4; key++) {
            assertThat(rig.held("weather", key)).isEqualTo("nothing");
        }
    }

    @Test
    void aLoadThatAnotherOneWaitsForNeedsNoPlaceOfItsOwn() {
        assertThat(weather.forecast(1, weather).block(DEADLINE)).isEqualTo("tomorrow weather 1");
    }

    @Test
    void aMethodThatAsksForItsOwnKeyDoesNotWaitForItself() {
        assertThat(weather.circular(1, weather, 2).block(DEADLINE)).isEqualTo("round and round");
    }

    @Test
    void aMethodThatThrowsInsteadOfReturningAPublisherRunsOnce() {
        IllegalStateException failure = new IllegalStateException("closed");
        weather.answers(() -> {
            throw failure;
        });
        assertFails(weather.find(1), failure);
        assertFails(weather.findUnless(2), failure);
        assertThat(weather.calls()).hasValue(2);
    }

    @Test
    void theMethodRunsOncePerSubscriptionWhileTheStoreIsAway() {
        rig.store.goesAway();
        assertThat(weather.find(1).block(DEADLINE)).isEqualTo("weather 1");
        assertThat(weather.findUnless(1).block(DEADLINE)).isEqualTo("weather 1");
        assertThat(weather.all(1).collectList().block(DEADLINE)).containsExactly("day 0");
        assertThat(weather.calls()).hasValue(3);
    }

    @Test
    void aSubscriberThatGoesAwayLeavesNoLeaseOfAFencedMethod() {
        weather.answers(Mono::never);
        Disposable subscriber = weather.findUnless(1).subscribe();
        await().untilAtomic(weather.calls(), Matchers.equalTo(1));
        assertThat(rig.held("weather", 1)).isEqualTo("lease");
        subscriber.dispose();
        await().untilAsserted(() -> assertThat(rig.held("weather", 1)).isEqualTo("nothing"));
    }

    @Test
    void aSubscriberThatGoesAwayDoesNotDisturbThoseWhoShareItsLoad() {
        Sinks.One<String> value = Sinks.one();
        weather.answers(value::asMono);
        Disposable first = weather.find(1).subscribe();
        await().untilAtomic(weather.calls(), Matchers.equalTo(1));
        StepVerifier second = StepVerifier.create(weather.find(1))
                .expectNext("value")
                .expectComplete()
                .verifyLater();
        await().until(rig::idle); // the second has joined
        first.dispose();
        value.tryEmitValue("value");
        second.verify(DEADLINE);
        assertThat(weather.calls()).hasValue(1);
        assertThat(rig.held("weather", 1)).isEqualTo("entry");
    }

    @Test
    void aLoadThatAllSubscribersHaveLeftIsDisposedAndItsLeaseGivenBack() {
        AtomicInteger disposed = new AtomicInteger();
        weather.answers(() -> Mono.<String>never().doOnCancel(disposed::incrementAndGet));
        Disposable first = weather.find(1).subscribe();
        await().untilAtomic(weather.calls(), Matchers.equalTo(1));
        Disposable second = weather.find(1).subscribe();
        await().until(rig::idle);

        first.dispose();
        await().until(rig::idle);
        assertThat(disposed).as("the second stays").hasValue(0);
        second.dispose();

        await().untilAsserted(() -> assertThat(rig.held("weather", 1)).isEqualTo("nothing"));
        assertThat(disposed).hasValue(1);
        assertThat(weather.calls()).hasValue(1);
    }

    @Test
    void aPutIsClaimedBeforeTheMethodAndAcknowledgedBeforeTheResult() {
        weather.answers(() -> {
            assertThat(rig.held("weather", 1)).isEqualTo("lease");
            return Mono.just("new");
        });
        assertThat(weather.put(1).block(DEADLINE)).isEqualTo("new");
        assertThat(rig.held("weather", 1)).isEqualTo("entry");
    }

    @Test
    void aFluxThatIsPutIsStoredAsAList() {
        assertThat(weather.putAll(2).collectList().block(DEADLINE)).containsExactly("day 0", "day 1");
        assertThat(rig.cacheNamed("days").get(2).get()).isEqualTo(List.of("day 0", "day 1"));
    }

    @Test
    void aCancelledPutEvictsSinceNobodyKnowsHowFarItCame() {
        rig.cacheNamed("weather").put(1, "old");
        weather.answers(Mono::never);
        Disposable subscriber = weather.put(1).subscribe();
        await().untilAtomic(weather.calls(), Matchers.equalTo(1));
        subscriber.dispose();
        await().untilAsserted(() -> assertThat(rig.held("weather", 1)).isEqualTo("nothing"));
    }

    @Test
    void evictionsAreAcknowledgedBeforeTheMethodOrBeforeTheResult() {
        rig.cacheNamed("weather").put(1, "old");
        assertThat(weather.evict(1).block(DEADLINE)).isEqualTo("weather 1");
        assertThat(rig.held("weather", 1)).isEqualTo("nothing");
        rig.cacheNamed("weather").put(1, "old");
        weather.answers(() -> {
            assertThat(rig.held("weather", 1)).isEqualTo("nothing");
            return Mono.just("evicted");
        });
        assertThat(weather.evictBefore(1).block(DEADLINE)).isEqualTo("evicted");
    }

    @Test
    void aKeyWithoutTextIsAnErrorThatNamesTheMethod() {
        StepVerifier.create(weather.findBy(new AnnotatedMethodsTests.NoText()))
                .expectErrorSatisfies(ex -> assertThat(ex).hasMessageContaining("Weather.findBy"))
                .verify(DEADLINE);
        assertThat(weather.calls()).hasValue(0);
    }

    private static void assertFails(Mono<?> mono, Throwable failure) {
        StepVerifier.create(mono)
                .expectErrorSatisfies(ex -> assertThat(ex).isSameAs(failure))
                .verify(DEADLINE);
    }

    static class Weather {

        private final AtomicInteger calls = new AtomicInteger();
        private volatile Supplier<Mono<String>> answer;

        AtomicInteger calls() {
            return calls;
        }

        void answers(Supplier<Mono<String>> supplier) {
            answer = supplier;
        }

        @Cacheable("weather")
        public Mono<String> find(int id) {
            return load(id);
        }

        @Cacheable(value = "limited", key = "'forecast' + #id")
        public Mono<String> forecast(int id, Weather others) {
            return Mono.just("tomorrow ")
                    .publishOn(Schedulers.parallel())
                    .flatMap(day -> others.limited(id).map(day::concat));
        }

        @Cacheable("limited")
        public Mono<String> limited(int id) {
            return load(id);
        }

        @Cacheable(value = "circles", key = "#id")
        public Mono<String> circular(int id, Weather others, int times) {
            return Mono.just("round")
                    .publishOn(Schedulers.parallel())
                    .flatMap(round -> times == 1
                            ? Mono.just(round)
                            : others.circular(id, others, times - 1).map(inner -> round + " and " + inner));
        }

        @Cacheable("weather")
        public Mono<String> findBy(Object id) {
            return load(0);
        }

        @Cacheable("weather")
        public Mono<String> slow(int id) {
            return Mono.fromCallable(() -> {
                        Crowd.everybodyIsHere();
                        calls.incrementAndGet();
                        return "weather " + id;
                    })
                    .subscribeOn(Schedulers.boundedElastic());
        }

        @Cacheable(value = "weather", unless = "#result == 'weather 13'")
        @CacheEvict(value = "lists", key = "#id")
        public Mono<String> findUnless(int id) {
            return load(id);
        }

        @Cacheable("users")
        public Mono<String> ofUser(int id) {
            return Mono.deferContextual(context -> Mono.just(context.get("user")));
        }

        @Cacheable(value = "users", unless = "#result == null")
        @CacheEvict(value = "lists", key = "#id")
        public Mono<String> ofUserUnless(int id) {
            return Mono.deferContextual(context -> Mono.just(context.get("user")));
        }

        @Cacheable("users")
        public Flux<String> ofUsers(int id) {
            return Flux.deferContextual(context -> Flux.just(context.<String>get("user")));
        }

        @Cacheable("days")
        public Flux<String> all(int number) {
            return days(number);
        }

        @Cacheable(
                value = {"days", "copies"},
                unless = "#result.isEmpty()")
        public Flux<String> allUnless(int number) {
            return days(number);
        }

        @CachePut("days")
        public Flux<String> putAll(int number) {
            return days(number);
        }

        @CachePut("weather")
        public Mono<String> put(int id) {
            return load(id);
        }

        @CacheEvict("weather")
        public Mono<String> evict(int id) {
            return load(id);
        }

        @CacheEvict(value = "weather", beforeInvocation = true)
        public Mono<String> evictBefore(int id) {
            return load(id);
        }

        private Mono<String> load(int id) {
            calls.incrementAndGet();
            return answer == null
                    ? Mono.fromCallable(() -> "weather " + id).subscribeOn(Schedulers.parallel())
                    : answer.get();
        }

        private Flux<String> days(int number) {
            calls.incrementAndGet();
            return Flux.range(0, number).map(day -> "day " + day).publishOn(Schedulers.parallel());
        }
    }
}
