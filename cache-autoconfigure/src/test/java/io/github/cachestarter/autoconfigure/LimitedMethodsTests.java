package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheLoadRejectedException;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/**
 * One thread, as an event loop is one, calls methods whose loads are limited while the cache is away. It must never be held
 * up: it is the very thread that lets the loads end.
 */
class LimitedMethodsTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final int LIMIT = 2;
    private static final int CALLS = 40;

    private final ExecutorService eventLoop = Executors.newSingleThreadExecutor();
    private ConfigurableApplicationContext context;
    private Rooms rooms;

    private enum Kind {
        MONO,
        FUTURE
    }

    @AfterEach
    void stop() {
        context.close();
        eventLoop.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_event_loop_begins_many_loads_that_wait_for_their_turn_and_ends_them_itself(Kind kind) throws Exception {
        start("60s");
        List<CompletableFuture<String>> calls = onEventLoop(() -> {
            List<CompletableFuture<String>> begun = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                begun.add(call(kind, i));
            }
            return begun;
        });
        for (int ended = 0; ended < CALLS; ended++) {
            int before = ended;
            await().atMost(LONG_ENOUGH).until(() -> rooms.running() == Math.min(LIMIT, CALLS - before));
            assertThat(calls).filteredOn(CompletableFuture::isDone).hasSizeLessThanOrEqualTo(ended);
            onEventLoop(() -> rooms.endOne());
        }
        for (int i = 0; i < CALLS; i++) {
            assertThat(calls.get(i).get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("room " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void it_is_told_of_those_for_which_there_was_no_room_in_time(Kind kind) throws Exception {
        start("100ms");
        List<CompletableFuture<String>> taken = onEventLoop(() -> List.of(call(kind, 0), call(kind, 1)));
        await().atMost(LONG_ENOUGH).until(() -> rooms.running() == LIMIT);

        CompletableFuture<String> third = onEventLoop(() -> call(kind, 2));

        assertThatThrownBy(() -> third.get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CacheLoadRejectedException.class);
        for (int i = 0; i < LIMIT; i++) {
            onEventLoop(() -> rooms.endOne());
        }
        for (CompletableFuture<String> call : taken) {
            assertThat(call.get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).startsWith("room ");
        }
    }

    private CompletableFuture<String> call(Kind kind, int number) {
        return kind == Kind.MONO ? rooms.mono(number).toFuture() : rooms.future(number);
    }

    private <T> T onEventLoop(Callable<T> task) throws Exception {
        return eventLoop.submit(task).get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
    }

    private void start(String maxWait) {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        context = application.run(
                "--spring.application.name=rooms",
                // Nobody is there.
                "--spring.data.redis.port=" + RedisServerProcess.freePort(),
                "--cache-starter.mode=remote",
                "--cache-starter.defaults.load-limit.max-concurrent=" + LIMIT,
                "--cache-starter.defaults.load-limit.max-wait=" + maxWait,
                "--spring.main.banner-mode=off");
        rooms = context.getBean(Rooms.class);
    }

    @CachedApplication
    @Import(Rooms.class)
    static class Root {}

    /** Each load ends when it is told to. */
    static class Rooms {

        private final Map<Integer, CompletableFuture<String>> running = new ConcurrentHashMap<>();

        public int running() {
            return running.size();
        }

        /** Ends a load that runs; there is one. */
        public boolean endOne() {
            int number = running.keySet().iterator().next();
            return running.remove(number).complete("room " + number);
        }

        @Cacheable("rooms")
        public Mono<String> mono(int number) {
            return Mono.fromFuture(() -> load(number));
        }

        @Cacheable("rooms")
        public CompletableFuture<String> future(int number) {
            return load(number);
        }

        private CompletableFuture<String> load(int number) {
            CompletableFuture<String> loaded = new CompletableFuture<>();
            running.put(number, loaded);
            return loaded;
        }
    }
}
