package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import io.github.cachestarter.redis.Replicas.Confirmation;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One change, from before it is sent until enough replicas have it. What this instance does after the primary's answer it
 * has done by then: only the caller waits.
 */
final class ReplicatedChange {

    private final @Nullable Confirmation confirmation;
    private final Consumer<RuntimeException> missing;
    private volatile boolean acknowledged;

    /**
     * Begins one; to be called before the change is sent.
     *
     * @param confirmation null: there is nothing to wait for
     * @param missing hears if too few replicas are known to have it; may throw what the caller is to see
     */
    ReplicatedChange(@Nullable Confirmation confirmation, Consumer<RuntimeException> missing) {
        this.confirmation = confirmation;
        this.missing = missing;
    }

    /** The primary has made the change. */
    void acknowledged() {
        acknowledged = true;
    }

    /** The result of the change, once the replicas have it if there was one. */
    Pending<Boolean> after(Pending<Boolean> change) {
        return confirmation == null ? change : new Waiting(change, confirmation);
    }

    private boolean isAwaited() {
        return acknowledged;
    }

    private final class Waiting implements Pending<Boolean> {

        private final Pending<Boolean> change;
        private final Confirmation replicas;

        Waiting(Pending<Boolean> change, Confirmation replicas) {
            this.change = change;
            this.replicas = replicas;
        }

        @Override
        public Boolean await() {
            Boolean answer = change.await();
            return isAwaited() ? confirmed(answer).await() : answer;
        }

        @Override
        public void whenDone(
                Executor executor, BiConsumer<? super @Nullable Boolean, ? super @Nullable Throwable> action) {
            change.whenDone(executor, (answer, failure) -> {
                if (failure == null && answer != null && isAwaited()) {
                    confirmed(answer).whenDone(executor, action);
                } else {
                    action.accept(answer, failure);
                }
            });
        }

        @Override
        public <R extends @Nullable Object> Pending<R> map(Function<? super Boolean, ? extends R> function) {
            return new HandledPending<>(this, function::apply, failure -> {
                throw failure;
            });
        }

        private Pending<Boolean> confirmed(Boolean answer) {
            return new HandledPending<>(asked(), replicated -> answer, failure -> {
                missing.accept(failure);
                return answer;
            });
        }

        private Pending<Boolean> asked() {
            try {
                return replicas.acknowledged();
            } catch (RuntimeException ex) {
                return Pending.failed(ex);
            }
        }
    }
}
