package io.github.cachestarter.benchmarks.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does something with many keys in several threads: a million acknowledged writes of one thread take minutes. */
final class Slices {

    private static final int COUNT = 8;

    private Slices() {}

    /** Each thread takes a part of the keys in their order; returns when all are done, or throws what one of them threw. */
    static void forEach(String[] keys, Consumer<String> action) {
        ExecutorService threads = Executors.newFixedThreadPool(COUNT);
        try {
            List<CompletableFuture<Void>> slices = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                int from = (int) ((long) keys.length * i / COUNT);
                int to = (int) ((long) keys.length * (i + 1) / COUNT);
                slices.add(CompletableFuture.runAsync(() -> slice(keys, from, to, action), threads));
            }
            CompletableFuture.allOf(slices.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException ex) {
            throw new IllegalStateException("A part of the keys failed", ex.getCause());
        } finally {
            threads.shutdown();
        }
    }

    private static void slice(String[] keys, int from, int to, Consumer<String> action) {
        for (int i = from; i < to; i++) {
            action.accept(keys[i]);
        }
    }
}
