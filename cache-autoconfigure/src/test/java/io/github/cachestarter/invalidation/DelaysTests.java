package io.github.cachestarter.invalidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of a task that no thread takes. */
class DelaysTests {

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void aTaskForWhichNoThreadCanBeStartedNowRunsLater() {
        Delays delays = Delays.on(task -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        });
        delays.execute(ran::incrementAndGet);
        await().atMost(Duration.ofSeconds(60)).until(() -> ran.get() == 1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aTaskThatComesAfterTheShutdownIsDropped() {
        Delays delays = Delays.on(task -> {
            asked.incrementAndGet();
            throw new RejectedExecutionException("closed");
        });
        delays.execute(ran::incrementAndGet);
        await().atMost(Duration.ofSeconds(60)).until(() -> asked.get() == 1);
        assertThat(ran).hasValue(0);
    }
}
