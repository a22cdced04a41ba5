package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Advice between the cache and the method: it runs as often as the method does, on whatever thread and however late that
 * is. AspectJ's asks a thread-local which invocation it advises.
 */
class InnerAdviceTests {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final CacheRig rig = new CacheRig();
    private Letters letters;
    private Stamps stamps;

    @BeforeEach
    void start() {
        letters = rig.start(Letters.class, Advised.class);
        stamps = rig.context().getBean(Stamps.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void it_runs_before_a_method_that_returns_its_value() {
        assertThat(letters.blocking(1)).isEqualTo("letter 1");
        assertThat(letters.blocking(1)).isEqualTo("letter 1");
        assertRan(1);
    }

    @Test
    void it_runs_before_a_method_whose_future_is_made_on_another_thread() {
        assertThat(letters.future(1)).succeedsWithin(DEADLINE).isEqualTo("letter 1");
        assertThat(letters.fencedFuture(2)).succeedsWithin(DEADLINE).isEqualTo("letter 2");
        assertRan(2);
    }

    @Test
    void it_runs_again_when_a_method_is_subscribed_to_again() {
        for (Mono<String> mono : List.of(letters.evicting(1), letters.putting(2), letters.uncached(3))) {
            mono.block(DEADLINE);
            mono.block(DEADLINE);
        }
        assertRan(6);
    }

    @Test
    void it_runs_at_each_retry() {
        letters.failsTwice();
        assertThat(letters.evicting(1).retry(2).block(DEADLINE)).isEqualTo("letter 1");
        assertRan(3);
    }

    @Test
    void it_runs_at_each_subscription_that_loads() {
        Mono<String> mono = letters.mono(1);
        Flux<String> flux = letters.flux(2);
        for (int i = 0; i < 2; i++) {
            assertThat(mono.block(DEADLINE)).isEqualTo("letter 1");
            assertThat(flux.collectList().block(DEADLINE)).containsExactly("letter 2");
            rig.cacheNamed("letters").clear();
        }
        assertRan(4);
    }

    @Test
    void it_sees_the_arguments() throws Exception {
        letters.future(12).get(20, TimeUnit.SECONDS);
        assertThat(stamps.seen).isEqualTo("12 of future");
    }

    private void assertRan(int times) {
        assertThat(letters.calls()).hasValue(times);
        assertThat(stamps.count).hasValue(times);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAspectJAutoProxy
    static class Advised {

        @Bean
        Stamps stamps() {
            return new Stamps();
        }

        /** Before all others, so that the aspect is inside. */
        @Bean
        static BeanFactoryPostProcessor order() {
            return beans -> beans.getBeanDefinition("org.springframework.cache.config.internalCacheAdvisor")
                    .getPropertyValues()
                    .add("order", 1);
        }
    }

    @Aspect
    static class Stamps {

        final AtomicInteger count = new AtomicInteger();
        volatile String seen;

        @Before("execution(* *..InnerAdviceTests.Letters.*(int)) && args(id)")
        public void stamp(JoinPoint where, int id) {
            count.incrementAndGet();
            seen = id + " of " + where.getSignature().getName();
        }
    }

    static class Letters {

        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();

        AtomicInteger calls() {
            return calls;
        }

        void failsTwice() {
            failures.set(2);
        }

        @Cacheable("letters")
        public String blocking(int id) {
            return write(id);
        }

        @Cacheable("letters")
        public CompletableFuture<String> future(int id) {
            return CompletableFuture.completedFuture(write(id));
        }

        @Cacheable(value = {"letters", "copies"})
        public CompletableFuture<String> fencedFuture(int id) {
            return CompletableFuture.completedFuture(write(id));
        }

        @Cacheable("letters")
        public Mono<String> mono(int id) {
            return Mono.just(write(id));
        }

        @Cacheable("letters")
        public Flux<String> flux(int id) {
            return Flux.just(write(id));
        }

        @CacheEvict("letters")
        public Mono<String> evicting(int id) {
            String letter = write(id);
            return failures.getAndDecrement() > 0 ? Mono.error(new IllegalStateException("torn")) : Mono.just(letter);
        }

        @CachePut("letters")
        public Mono<String> putting(int id) {
            return Mono.just(write(id));
        }

        @Cacheable(value = "letters", condition = "false")
        public Mono<String> uncached(int id) {
            return Mono.just(write(id));
        }

        private String write(int id) {
            calls.incrementAndGet();
            return "letter " + id;
        }
    }
}
