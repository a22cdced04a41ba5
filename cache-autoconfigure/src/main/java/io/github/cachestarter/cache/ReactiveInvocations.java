package io.github.cachestarter.cache;

import io.github.cachestarter.load.Nesting;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.cache.interceptor.CacheOperationInvoker;
import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Methods that return a publisher. Spring looks into the cache when the method is called, and loads through a future,
 * which loses Reactor's {@code Context} and with it the security context, the transaction and the trace. Here a call
 * gives a publisher that does nothing until it is subscribed; each subscription is an {@link Invocation} of its own, and
 * the method's publisher gets the subscriber's context back. A method that throws instead of returning a publisher
 * becomes a failed one: Spring would call it a second time. The context also tells the calls from inside a load that they are.
 *
 * <p>Loaded only where Reactor is present.
 */
final class ReactiveInvocations {

    private final ReactiveAdapterRegistry registry = ReactiveAdapterRegistry.getSharedInstance();

    /**
     * The publisher of a call.
     *
     * @param start begins an invocation; called at each subscription
     * @param execution Spring's part: operations around the invoker
     */
    Object publisher(
            CachedMethod method,
            Supplier<Invocation> start,
            CacheOperationInvoker invoker,
            BiFunction<Invocation, CacheOperationInvoker, @Nullable Object> execution) {
        ReactiveAdapter adapter = adapter(method.method().getReturnType());
        if (adapter.isMultiValue()) {
            return adapter.fromPublisher(Flux.deferContextual(context -> Flux.usingWhen(
                    Mono.fromSupplier(start),
                    invocation -> published(nested(
                            context, () -> execution.apply(invocation, within(invocation, adapter, invoker, context)))),
                    invocation -> end(invocation, false),
                    (invocation, failure) -> end(invocation, false),
                    invocation -> end(invocation, true))));
        }
        return adapter.fromPublisher(Mono.deferContextual(context -> Mono.usingWhen(
                Mono.fromSupplier(start),
                invocation -> Mono.from(published(nested(
                        context, () -> execution.apply(invocation, within(invocation, adapter, invoker, context))))),
                invocation -> end(invocation, false),
                (invocation, failure) -> end(invocation, false),
                invocation -> end(invocation, true))));
    }

    /** A publisher that was made by somebody else, with the invocation's end after its own. */
    Object ending(Object publisher, Invocation invocation) {
        ReactiveAdapter adapter = registry.getAdapter(null, publisher);
        if (adapter == null || adapter.isMultiValue()) {
            throw new IllegalStateException("Not the publisher of a suspending function: " + publisher);
        }
        return Mono.usingWhen(
                Mono.just(invocation),
                same -> Mono.from(adapter.toPublisher(publisher)),
                same -> end(same, false),
                (same, failure) -> end(same, false),
                same -> end(same, true));
    }

    private CacheOperationInvoker within(
            Invocation invocation, ReactiveAdapter adapter, CacheOperationInvoker invoker, ContextView context) {
        // Spring takes the adapter's type where it loads singly, and casts to Reactor's where it does not.
        boolean adapted = invocation.method().singleLoad();
        return () -> {
            Mono<?> claims = Mono.fromFuture(invocation::claimAsync);
            if (adapter.isMultiValue()) {
                Flux<?> values = claims.thenMany(Flux.defer(() -> called(adapter, invoker)))
                        .contextWrite(own -> loading(own.putAll(context)));
                return adapted ? adapter.fromPublisher(values) : values;
            }
            Mono<?> value = claims.then(Mono.defer(() -> Mono.from(called(adapter, invoker))))
                    .contextWrite(own -> loading(own.putAll(context)));
            return adapted ? adapter.fromPublisher(value) : value;
        };
    }

    private static Publisher<?> called(ReactiveAdapter adapter, CacheOperationInvoker invoker) {
        try {
            return adapter.toPublisher(invoker.invoke());
        } catch (ThrowableWrapper ex) {
            return Mono.error(ex.getOriginal());
        }
    }

    private static @Nullable Object nested(ContextView context, Supplier<@Nullable Object> call) {
        Nesting outer = context.getOrDefault(Nesting.class, null);
        return outer == null ? call.get() : outer.call(call);
    }

    /** A loader subscribes to its method's publisher. */
    private static Context loading(Context context) {
        Nesting load = Nesting.current();
        return load == null ? context : context.put(Nesting.class, load);
    }

    private Publisher<Object> published(@Nullable Object result) {
        ReactiveAdapter adapter = result == null ? null : registry.getAdapter(null, result);
        return adapter == null ? Mono.empty() : adapter.toPublisher(result);
    }

    private ReactiveAdapter adapter(Class<?> type) {
        ReactiveAdapter adapter = registry.getAdapter(type);
        if (adapter == null) {
            throw new IllegalStateException("No reactive adapter for " + type.getName());
        }
        return adapter;
    }

    // Not cancelled with the subscriber: what was begun is brought to its end.
    private static Mono<?> end(Invocation invocation, boolean cancelled) {
        return Mono.fromFuture(() -> invocation.end(cancelled), true);
    }
}
