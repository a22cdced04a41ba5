package io.github.cachestarter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * A thousand virtual threads call a cached method while the cache is away, and four of them at a time may load. The others wait
 * for their turn, and must give their carrier threads back: there are as many of these as processors.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static final String OPERATION = "blockingOperation";
    private static final String OURS = "io.github.cachestarter.";
    private static final int LIMIT = 4;

    /** More than a JVM puts in the place of carriers that are held up: 256 in all. */
    private static final int CALLS = 1_000;

    private final VirtualThreadTaskExecutor virtual = new VirtualThreadTaskExecutor("visitor-");
    private ConfigurableApplicationContext context;
    private Gallery gallery;

    @BeforeEach
    void start() throws IOException {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        context = application.run(
                "--spring.datasource.url=jdbc:h2:mem:gallery",
                // Nobody is there.
                "--spring.data.redis.port=" + freePort(),
                "--cache-starter.caches.pictures.load-limit.max-concurrent=" + LIMIT,
                "--cache-starter.caches.pictures.load-limit.max-wait=5m");
        gallery = context.getBean(Gallery.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void thoseThatWaitForTheirTurnHoldNoCarrier(@TempDir Path directory) throws Exception {
        // What is initialised at its first use may hold a carrier; that is no waiting for a turn.
        crowd(2 * LIMIT);

        List<RecordedEvent> pinned;
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            crowd(CALLS);
            recording.stop();
            pinned = events(recording, directory.resolve("pinned.jfr"));
        }

        assertThat(pinned).filteredOn(VirtualThreadsTests::isOurs).isEmpty();
        assertThat(gallery.most()).isEqualTo(LIMIT);
    }

    /** All wait or load; only then does one more thread, a virtual one too, let the loads end. */
    private void crowd(int size) throws Exception {
        gallery.hold();
        Set<Thread> callers = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String name = size + "/" + i;
            calls.add(virtual.submitCompletable(() -> {
                callers.add(Thread.currentThread());
                return gallery.picture(name);
            }));
        }
        await().atMost(LONG_ENOUGH)
                .until(() -> callers.size() == size
                        && gallery.running() == LIMIT
                        && callers.stream().allMatch(this::waits));
        assertThat(calls).noneMatch(CompletableFuture::isDone);

        virtual.submitCompletable(gallery::letGo).get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);

        for (int i = 0; i < size; i++) {
            assertThat(calls.get(i).get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("picture " + size + "/" + i);
        }
    }

    private boolean waits(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Without monitors: waiting for one costs no carrier since Java 24, but for a moment where a class is used first. */
    private static boolean isOurs(RecordedEvent event) {
        return event.getEventType().getName().equals(PINNED)
                && !(event.hasField(OPERATION) && "Contended monitor enter".equals(event.getString(OPERATION)))
                && event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(OURS));
    }

    private static List<RecordedEvent> events(Recording recording, Path file) throws IOException {
        recording.dump(file);
        assertThat(Files.size(file)).isPositive();
        return RecordingFile.readAllEvents(file);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @EnableAutoConfiguration
    @Import(Gallery.class)
    static class Root {}

    static class Gallery {

        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private volatile CountDownLatch open = new CountDownLatch(0);

        public int running() {
            return running.get();
        }

        public int most() {
            return most.get();
        }

        public void hold() {
            open = new CountDownLatch(1);
        }

        public void letGo() {
            open.countDown();
        }

        @Cacheable("pictures")
        public String picture(String name) throws InterruptedException {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                open.await();
                return "picture " + name;
            } finally {
                running.decrementAndGet();
            }
        }
    }
}
