package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Methods that give a stream still stream when they are cached: the first elements do not wait for the last. */
class StreamingMethodsTests {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String SMALL_POOL = "cache-starter-\\d+";

    private final CacheRig rig = new CacheRig();
    private Feed feed;

    @BeforeEach
    void start() {
        feed = rig.start(Feed.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void the_first_elements_of_an_endless_stream_arrive() {
        feed.gives(Flux.just("a", "b").concatWith(Flux.never()));

        StepVerifier.create(feed.all(1)).expectNext("a", "b").thenCancel().verify(DEADLINE);
    }

    @Test
    void what_came_before_a_failure_arrives_and_is_not_stored() {
        IllegalStateException failure = new IllegalStateException("cut");
        feed.gives(Flux.just("a", "b").concatWith(Flux.error(failure)));

        StepVerifier.create(feed.all(1))
                .expectNext("a", "b")
                .expectErrorSatisfies(thrown -> assertThat(thrown).isSameAs(failure))
                .verify(DEADLINE);

        await().untilAsserted(() -> assertThat(rig.held("feed", 1)).isEqualTo("nothing"));
    }

    @Test
    void a_stream_that_ends_is_stored_as_a_list_and_loaded_once() {
        feed.gives(Flux.just("a", "b"));

        StepVerifier.create(feed.all(1)).expectNext("a", "b").expectComplete().verify(DEADLINE);
        StepVerifier.create(feed.all(1)).expectNext("a", "b").expectComplete().verify(DEADLINE);

        assertThat(rig.cacheNamed("feed").get(1).get()).isEqualTo(List.of("a", "b"));
        assertThat(feed.calls()).hasValue(1);
    }

    /** A method has a thread for each call, and hits would start as many. */
    @Test
    void a_hit_takes_no_thread_of_those_that_run_methods() {
        feed.gives(Flux.defer(() -> Flux.just(Thread.currentThread().getName())));
        String loadedBy = feed.all(1).blockLast(DEADLINE);
        Flux<String> hit = feed.all(1).map(value -> Thread.currentThread().getName());

        assertThat(loadedBy).doesNotMatch(SMALL_POOL);
        assertThat(hit.blockLast(DEADLINE)).doesNotStartWith("cache-starter-load-");
        assertThat(feed.calls()).hasValue(1);
    }

    /** A hit does not keep it from running, and it may block. */
    @Test
    void a_method_that_runs_in_spite_of_a_hit_does_not_run_where_answers_are_waited_for() {
        rig.cacheNamed("feed").put(1, List.of("old"));
        feed.gives(Flux.defer(() -> Flux.just(Thread.currentThread().getName())));

        assertThat(feed.readAndPut(1).blockLast(DEADLINE)).doesNotMatch(SMALL_POOL);
    }

    @Test
    void who_asks_for_it_has_one_load_at_a_time_and_no_stream() {
        Crowd.ofHundred(() -> feed.singly(1).collectList().block(DEADLINE)).allGet(List.of("a", "b"));

        assertThat(feed.calls()).hasValue(1);
    }

    static class Feed {

        private final AtomicInteger calls = new AtomicInteger();
        private volatile Flux<String> source = Flux.empty();

        AtomicInteger calls() {
            return calls;
        }

        void gives(Flux<String> stream) {
            source = stream;
        }

        @Cacheable("feed")
        public Flux<String> all(int number) {
            calls.incrementAndGet();
            return source;
        }

        @Caching(cacheable = @Cacheable("feed"), put = @CachePut("copies"))
        public Flux<String> readAndPut(int number) {
            return all(number);
        }

        @Cacheable(value = "feed", sync = true)
        public Flux<String> singly(int number) {
            return Flux.defer(() -> {
                Crowd.everybodyIsHere();
                calls.incrementAndGet();
                return Flux.just("a", "b");
            });
        }
    }
}
