package io.github.cachestarter.load;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What runs while nobody waits for it, or nobody for long. One per JVM.
 *
 * @param refreshes runs refreshes; bounded, and turns away what it has no room for
 * @param loads runs the loaders of calls that are asynchronous or have a time limit: one thread for each, since what they wait
 *     for may be another of them; {@code load-limit} bounds them
 * @param timer ends the waiting
 */
public record Background(Executor refreshes, Executor loads, LoadTimer timer) {

    /** Has no room for refreshes, and no time limits. */
    static Background none(Executor loads) {
        return new Background(
                task -> {
                    throw new RejectedExecutionException("nothing is refreshed here");
                },
                loads,
                (wait, task) -> () -> {});
    }
}
