package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods with {@code unless}: one load at a time, and otherwise what Spring does. */
class UnlessTests {

    private final CacheRig rig = new CacheRig();
    private Answers answers;

    @BeforeEach
    void start() {
        answers = rig.start(Answers.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("kept", service -> service.text("yes")),
                call("refused", service -> service.text("no")),
                call("null refused", service -> service.text(null)),
                call("null kept", service -> service.nullKept(null)),
                call("Optional", service -> service.optional("yes")),
                call("empty Optional refused", service -> service.optional(null)),
                call("primitive kept", service -> service.number(5)),
                call("primitive refused", service -> service.number(50)),
                call("by argument", service -> service.byArgument("no")),
                call("by position", service -> service.byPosition("no")),
                call("by root, refused", service -> service.byRoot("byRoot")),
                call("by root, kept", service -> service.byRoot("other")),
                call("condition fails", service -> service.conditional("skip")),
                call("condition passes", service -> service.conditional("yes")),
                call("unless fails", service -> service.unlessFails("yes")),
                call("unless is no boolean", service -> service.unlessIsText("yes")),
                call("checked exception", Answers::failing),
                call("nothing returned", service -> {
                    service.nothing();
                    return "returned";
                }),
                later("future kept", service -> service.future("yes")),
                later("future refused", service -> service.future("no")),
                later("future of null refused", service -> service.future(null)),
                later("future of Optional", service -> service.futureOptional("yes")),
                later("future fails", Answers::futureFails),
                later("future whose unless fails", service -> service.futureUnlessFails("yes")),
                call("Mono kept", service -> service.mono("yes")),
                call("Mono refused", service -> service.mono("no")),
                call("empty Mono refused", service -> service.mono(null)),
                call("Mono fails", Answers::monoFails),
                call("Mono whose unless fails", service -> service.monoUnlessFails("yes")),
                call("Flux kept", service -> service.flux("a", "b")),
                call("Flux refused", service -> service.flux()),
                call("Flux fails", Answers::fluxFails));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void results_exceptions_and_loads_are_those_of_spring(String name, Call call) {
        List<String> ours = threeTimes(answers, call);
        try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(Spring.class)) {
            assertThat(ours).isEqualTo(threeTimes(spring.getBean(Answers.class), call));
        }
        assertThat(rig.held("answers", 1)).isNotEqualTo("lease");
    }

    @Test
    void blocking_asynchronous_and_reactive_callers_join_one_load_and_a_refused_value_goes_to_all_of_them()
            throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        answers.during(() -> release.await(60, TimeUnit.SECONDS));
        List<CompletableFuture<String>> calls = new ArrayList<>();
        List<Thread> blocked = new ArrayList<>();
        blocking(calls, blocked);
        await().untilAtomic(answers.calls(), Matchers.equalTo(1));
        for (int i = 0; i < 5; i++) {
            blocking(calls, blocked);
            calls.add(answers.future("no"));
            calls.add(answers.mono("no").toFuture());
        }
        await().until(rig::idle);
        await().until(() -> blocked.stream().skip(1).allMatch(UnlessTests::waits));
        release.countDown();

        for (CompletableFuture<String> each : calls) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("no");
        }
        assertThat(answers.calls()).hasValue(1);
        assertThat(rig.held("answers", 1)).isEqualTo("nothing");
    }

    @Test
    void unless_is_evaluated_once_per_load_and_not_on_a_hit() {
        answers.counted("yes");
        answers.counted("yes");

        assertThat(answers.evaluations()).hasValue(1);
        assertThat(answers.calls()).hasValue(1);
    }

    @Test
    void the_method_runs_once_per_call_while_the_store_is_away() {
        rig.store.goesAway();

        assertThat(answers.text("yes")).isEqualTo("yes");
        assertThat(answers.text("no")).isEqualTo("no");
        assertThat(answers.calls()).hasValue(2);
    }

    private void blocking(List<CompletableFuture<String>> calls, List<Thread> threads) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> result.completeAsync(() -> answers.text("no"), Runnable::run));
        calls.add(result);
        threads.add(thread);
        thread.start();
    }

    /** The store in these tests makes nobody wait: this one waits for the load. */
    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static List<String> threeTimes(Answers service, Call call) {
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String outcome;
            try {
                outcome = "returned " + value(call.on(service));
            } catch (Throwable ex) {
                Throwable cause = ex instanceof ExecutionException ? ex.getCause() : ex;
                outcome = "threw " + cause;
            }
            outcomes.add(outcome + " after " + service.calls() + " calls");
        }
        return outcomes;
    }

    private static Object value(Object result) throws Exception {
        if (result instanceof Mono<?> mono) {
            return mono.toFuture().get(60, TimeUnit.SECONDS);
        }
        return result instanceof Flux<?> flux ? value(flux.collectList()) : result;
    }

    private static Arguments call(String name, Call call) {
        return Arguments.of(name, call);
    }

    private static Arguments later(String name, Later call) {
        return call(name, service -> call.on(service).get(60, TimeUnit.SECONDS));
    }

    interface Later {

        CompletableFuture<?> on(Answers service) throws Exception;
    }

    interface Call {

        Object on(Answers service) throws Exception;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Spring {

        @Bean
        ConcurrentMapCacheManager cacheManager() {
            return new ConcurrentMapCacheManager();
        }

        @Bean
        Answers answers() {
            return new Answers();
        }
    }

    static class Answers {

        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger evaluations = new AtomicInteger();
        private volatile Callable<?> during = () -> null;

        public AtomicInteger calls() {
            return calls;
        }

        public AtomicInteger evaluations() {
            return evaluations;
        }

        public void during(Callable<?> action) {
            during = action;
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null || #result == 'no'")
        public String text(String answer) {
            return answer(answer);
        }

        @Cacheable(value = "answers", key = "1", unless = "#result != null")
        public String nullKept(String answer) {
            return answer(answer);
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null || #result.length() > 3")
        public Optional<String> optional(String answer) {
            return Optional.ofNullable(answer(answer));
        }

        @Cacheable(value = "answers", key = "1", unless = "#result > 10")
        public int number(int answer) {
            calls.incrementAndGet();
            return answer;
        }

        @Cacheable(value = "answers", key = "1", unless = "#answer == 'no'")
        public String byArgument(String answer) {
            return answer(answer);
        }

        @Cacheable(value = "answers", key = "1", unless = "#p0 == 'no' and #a0 == #result")
        public String byPosition(String answer) {
            return answer(answer);
        }

        @Cacheable(
                value = "answers",
                key = "1",
                unless = "#root.methodName == #result and #root.caches.size() == 1 and #root.args.length == 1"
                        + " and #root.targetClass.simpleName == 'Answers' and #root.caches[0].name == 'answers'")
        public String byRoot(String answer) {
            return answer(answer);
        }

        @Cacheable(value = "answers", key = "1", condition = "#answer != 'skip'", unless = "#result == 'no'")
        public String conditional(String answer) {
            return answer(answer);
        }

        @Cacheable(value = "answers", key = "1", unless = "#result.noSuchMethod()")
        public String unlessFails(String answer) {
            return answer(answer);
        }

        @Cacheable(value = "answers", key = "1", unless = "#result")
        public String unlessIsText(String answer) {
            return answer(answer);
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null")
        public String failing() throws IOException {
            answer(null);
            throw new IOException("no answer");
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null")
        public void nothing() {
            answer(null);
        }

        @Cacheable(value = "answers", key = "1", unless = "#root.target.refuses(#result)")
        public String counted(String answer) {
            return answer(answer);
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null || #result == 'no'")
        public CompletableFuture<String> future(String answer) {
            return CompletableFuture.supplyAsync(() -> answer(answer));
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null")
        public CompletableFuture<Optional<String>> futureOptional(String answer) {
            return CompletableFuture.supplyAsync(() -> Optional.of(answer(answer)));
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null")
        public CompletableFuture<String> futureFails() {
            answer(null);
            return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        }

        @Cacheable(value = "answers", key = "1", unless = "#result.noSuchMethod()")
        public CompletableFuture<String> futureUnlessFails(String answer) {
            return CompletableFuture.completedFuture(answer(answer));
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null || #result == 'no'")
        public Mono<String> mono(String answer) {
            return Mono.fromCallable(() -> answer(answer));
        }

        @Cacheable(value = "answers", key = "1", unless = "#result == null")
        public Mono<String> monoFails() {
            return Mono.error(() -> new IllegalStateException("no answer " + calls.incrementAndGet()));
        }

        @Cacheable(value = "answers", key = "1", unless = "#result.noSuchMethod()")
        public Mono<String> monoUnlessFails(String answer) {
            return Mono.fromCallable(() -> answer(answer));
        }

        @Cacheable(value = "answers", key = "1", unless = "#result.isEmpty()")
        public Flux<String> flux(String... answer) {
            return Flux.defer(() -> {
                calls.incrementAndGet();
                return Flux.just(answer);
            });
        }

        @Cacheable(value = "answers", key = "1", unless = "#result.isEmpty()")
        public Flux<String> fluxFails() {
            return Flux.error(() -> new IllegalStateException("no answer " + calls.incrementAndGet()));
        }

        public boolean refuses(String result) {
            evaluations.incrementAndGet();
            return result == null;
        }

        private String answer(String answer) {
            calls.incrementAndGet();
            try {
                during.call();
            } catch (Exception ex) {
                throw new AssertionError(ex);
            }
            return answer;
        }
    }
}
