package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sum of several results, each of which is begun when the one before it is there. The first failure ends it. */
record Summed(List<Supplier<Pending<Long>>> parts) implements Pending<Long> {

    @Override
    public Long await() {
        long sum = 0;
        for (Supplier<Pending<Long>> part : parts) {
            sum += part.get().await();
        }
        return sum;
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable Long, ? super @Nullable Throwable> action) {
        next(0, 0, executor, action);
    }

    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super Long, ? extends R> function) {
        return new MappedPending<>(this, function);
    }

    private void next(
            int index,
            long sum,
            Executor executor,
            BiConsumer<? super @Nullable Long, ? super @Nullable Throwable> action) {
        if (index == parts.size()) {
            action.accept(sum, null);
            return;
        }
        parts.get(index).get().whenDone(executor, (value, failure) -> {
            if (failure != null || value == null) {
                action.accept(null, failure);
            } else {
                next(index + 1, sum + value, executor, action);
            }
        });
    }
}
