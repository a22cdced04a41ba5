package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods that fail, of every kind of operation and of result: one call, its own exception, and no lease or claim left. */
class FailedMethodsTests {

    private final CacheRig rig = new CacheRig();

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<Arguments> methods() {
        return Stream.of(
                        Single.class,
                        Refusing.class,
                        Several.class,
                        Combined.class,
                        ReadAndPut.class,
                        Putting.class,
                        PuttingIf.class,
                        PuttingTwice.class)
                .flatMap(type -> Stream.of(
                                new IOException("checked"), new IllegalStateException("unchecked"), new Error("error"))
                        .map(failure -> Arguments.of(type, failure)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("methods")
    void a_method_that_fails_leaves_nothing_behind(Class<? extends Failing> type, Throwable failure) {
        Failing service = rig.start(type);
        service.fails(failure, true);

        assertFails(failure, () -> service.blocking());
        for (boolean throwing : new boolean[] {false, true}) {
            service.fails(failure, throwing);
            assertFails(failure, () -> service.future().get(60, TimeUnit.SECONDS));
            assertFails(failure, () -> service.mono().block(Duration.ofSeconds(20)));
            assertFails(failure, () -> service.flux().collectList().block(Duration.ofSeconds(20)));
        }

        assertThat(service.calls()).as("one per call").isEqualTo(7);
    }

    private void assertFails(Throwable failure, ThrowingCallable call) {
        assertThatThrownBy(call)
                .satisfies(thrown -> assertThat(Stream.iterate(thrown, ex -> ex != null, Throwable::getCause)
                                .toList())
                        .contains(failure));
        await().untilAsserted(() -> {
            assertThat(rig.held("things", 1)).isEqualTo("nothing");
            assertThat(rig.held("others", 1)).isEqualTo("nothing");
        });
    }

    /** Spring takes the operations of a class for the methods that it declares, so each service declares all of them. */
    abstract static class Failing {

        private int calls;
        private Throwable failure;
        private boolean throwing;

        /**
         * Sets what methods fail with.
         *
         * @param throwing whether they throw instead of returning something that fails
         */
        public void fails(Throwable with, boolean throwing) {
            this.failure = with;
            this.throwing = throwing;
        }

        public int calls() {
            return calls;
        }

        public abstract String blocking() throws Exception;

        public abstract CompletableFuture<String> future() throws Exception;

        public abstract Mono<String> mono() throws Exception;

        public abstract Flux<String> flux() throws Exception;

        String fail() throws Exception {
            calls++;
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }

        <T> T fail(T failed) throws Exception {
            if (throwing) {
                fail();
            }
            calls++;
            return failed;
        }

        Throwable failure() {
            return failure;
        }
    }

    @Cacheable(value = "things", key = "1")
    static class Single extends Failing {

        @Override
        public String blocking() throws Exception {
            return fail();
        }

        @Override
        public CompletableFuture<String> future() throws Exception {
            return fail(CompletableFuture.failedFuture(failure()));
        }

        @Override
        public Mono<String> mono() throws Exception {
            return fail(Mono.error(failure()));
        }

        @Override
        public Flux<String> flux() throws Exception {
            return fail(Flux.error(failure()));
        }
    }

    @Cacheable(value = "things", key = "1", unless = "#result == null")
    static class Refusing extends Failing {

        @Override
        public String blocking() throws Exception {
            return fail();
        }

        @Override
        public CompletableFuture<String> future() throws Exception {
            return fail(CompletableFuture.failedFuture(failure()));
        }

        @Override
        public Mono<String> mono() throws Exception {
            return fail(Mono.error(failure()));
        }

        @Override
        public Flux<String> flux() throws Exception {
            return fail(Flux.error(failure()));
        }
    }

    @Cacheable(
            value = {"things", "others"},
            key = "1")
    static class Several extends Failing {

        @Override
        public String blocking() throws Exception {
            return fail();
        }

        @Override
        public CompletableFuture<String> future() throws Exception {
            return fail(CompletableFuture.failedFuture(failure()));
        }

        @Override
        public Mono<String> mono() throws Exception {
            return fail(Mono.error(failure()));
        }

        @Override
        public Flux<String> flux() throws Exception {
            return fail(Flux.error(failure()));
        }
    }

    @Caching(cacheable = @Cacheable(value = "things", key = "1"), evict = @CacheEvict(value = "lists", key = "1"))
    static class Combined extends Failing {

        @Override
        public String blocking() throws Exception {
            return fail();
        }

        @Override
        public CompletableFuture<String> future() throws Exception {
            return fail(CompletableFuture.failedFuture(failure()));
        }

        @Override
        public Mono<String> mono() throws Exception {
            return fail(Mono.error(failure()));
        }

        @Override
        public Flux<String> flux() throws Exception {
            return fail(Flux.error(failure()));
        }
    }

    @Caching(cacheable = @Cacheable(value = "things", key = "1"), put = @CachePut(value = "others", key = "1"))
    static class ReadAndPut extends Failing {

        @Override
        public String blocking() throws Exception {
            return fail();
        }

        @Override
        public CompletableFuture<String> future() throws Exception {
            return fail(CompletableFuture.failedFuture(failure()));
        }

        @Override
        public Mono<String> mono() throws Exception {
            return fail(Mono.error(failure()));
        }

        @Override
        public Flux<String> flux() throws Exception {
            return fail(Flux.error(failure()));
        }
    }

    @CachePut(value = "things", key = "1")
    static class Putting extends Failing {

        @Override
        public String blocking() throws Exception {
            return fail();
        }

        @Override
        public CompletableFuture<String> future() throws Exception {
            return fail(CompletableFuture.failedFuture(failure()));
        }

        @Override
        public Mono<String> mono() throws Exception {
            return fail(Mono.error(failure()));
        }

        @Override
        public Flux<String> flux() throws Exception {
            return fail(Flux.error(failure()));
        }
    }

    @CachePut(value = "things", key = "1", condition = "#result != 'draft'", unless = "#result == null")
    static class PuttingIf extends Failing {

        @Override
        public String blocking() throws Exception {
            return fail();
        }

        @Override
        public CompletableFuture<String> future() throws Exception {
            return fail(CompletableFuture.failedFuture(failure()));
        }

        @Override
        public Mono<String> mono() throws Exception {
            return fail(Mono.error(failure()));
        }

        @Override
        public Flux<String> flux() throws Exception {
            return fail(Flux.error(failure()));
        }
    }

    @Caching(put = {@CachePut(value = "things", key = "1"), @CachePut(value = "others", key = "1")})
    static class PuttingTwice extends Failing {

        @Override
        public String blocking() throws Exception {
            return fail();
        }

        @Override
        public CompletableFuture<String> future() throws Exception {
            return fail(CompletableFuture.failedFuture(failure()));
        }

        @Override
        public Mono<String> mono() throws Exception {
            return fail(Mono.error(failure()));
        }

        @Override
        public Flux<String> flux() throws Exception {
            return fail(Flux.error(failure()));
        }
    }
}
