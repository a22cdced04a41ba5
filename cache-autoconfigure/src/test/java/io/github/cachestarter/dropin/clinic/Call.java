package io.github.cachestarter.dropin.clinic;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A call of a cached method.
 *
 * @param kept what is to become of its value
 * @param where what the finding names, if the value is refused
 * @param body makes the call
 */
public record Call(String name, Kept kept, String where, Body body) {

    /** What becomes of a value. */
    public enum Kept {
        /** The second call is a hit, here and in another JVM. */
        STORED,
        /** The same, but another JVM cannot know the value's class before it has stored one itself. */
        LEARNED,
        /** The method runs each time, and a finding says why. */
        REFUSED,
        /** Whether the method runs again is not our business: there is no value, or it is not to be cached. */
        NEVER
    }

    /** Makes the call. */
    public interface Body {
        Object call(ApplicationContext context) throws Exception;
    }

    /** Makes the call and waits for its result. */
    public Outcome run(ApplicationContext context) {
        Loads loads = context.getBean(Loads.class);
        int before = loads.count();
        Object value = null;
        Throwable failure = null;
        try {
            value = awaited(body.call(context));
        } catch (Throwable ex) {
            failure = ex instanceof CompletionException && ex.getCause() != null ? ex.getCause() : ex;
        }
        return new Outcome(value, failure, loads.count() - before);
    }

    private static Object awaited(Object result) {
        if (result instanceof Mono<?> mono) {
            return mono.block();
        }
        if (result instanceof Flux<?> flux) {
            return flux.collectList().block();
        }
        return result instanceof CompletableFuture<?> future ? future.join() : result;
    }

    @Override
    public String toString() {
        return name;
    }
}
