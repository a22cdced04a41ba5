package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheTypeCustomizer;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An application that takes payments of types of its own, with a codec that is wrong. */
final class TillApplication {

    private TillApplication() {}

    interface Payment {}

    record Cash(String name) implements Payment {}

    record Card(String name) implements Payment {}

    /** Nobody registers it. */
    record Foreign(String name) implements Payment {}

    record Order(String name, Payment payment) {}

    static class Till {

        private final AtomicInteger calls = new AtomicInteger();

        AtomicInteger calls() {
            return calls;
        }

        private Payment foreign(String name) {
            calls.incrementAndGet();
            return new Foreign(name);
        }

        @Cacheable("payments")
        public Payment payment(String name) {
            calls.incrementAndGet();
            return name.equals("card") ? new Card(name) : new Cash(name);
        }

        @Cacheable("flux")
        public Flux<Payment> flux(String name) {
            return Flux.defer(() -> {
                calls.incrementAndGet();
                return Flux.just(new Card(name), new Cash(name));
            });
        }

        @Cacheable("orders")
        public Order order(String name) {
            return new Order(name, foreign(name));
        }

        @Cacheable("sync")
        public Payment sync(String name) {
            return foreign(name);
        }

        @Cacheable(cacheNames = "fenced", unless = "#result == null")
        public Payment fenced(String name) {
            return foreign(name);
        }

        @CachePut("put")
        public Payment put(String name) {
            return foreign(name);
        }

        @Cacheable("future")
        public CompletableFuture<Payment> future(String name) {
            return CompletableFuture.supplyAsync(() -> foreign(name));
        }

        @Cacheable(cacheNames = "fenced-future", unless = "#result == null")
        public CompletableFuture<Payment> fencedFuture(String name) {
            return CompletableFuture.supplyAsync(() -> foreign(name));
        }

        @Cacheable("mono")
        public Mono<Payment> mono(String name) {
            return Mono.fromSupplier(() -> foreign(name));
        }

        @Cacheable(cacheNames = "fenced-mono", unless = "#result == null")
        public Mono<Payment> fencedMono(String name) {
            return Mono.fromSupplier(() -> foreign(name));
        }

        @Cacheable("lossy")
        public Card lossy(String name) {
            calls.incrementAndGet();
            return new Card(name);
        }
    }

    /** An application's codec that is wrong. */
    static class LossyCodec implements ValueCodec, TypeCodec {

        @Override
        public String id() {
            return "lossy";
        }

        @Override
        public int wireId() {
            return 200;
        }

        @Override
        public TypeCodec forType(Type declaredType) {
            return this;
        }

        @Override
        public long fingerprint() {
            return 1;
        }

        @Override
        public byte[] encode(Object value) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes, int offset, int length) {
            return new Card("lost");
        }

        @Override
        public boolean immutable() {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        CacheStarterAutoConfiguration.class,
        CacheStarterInsightAutoConfiguration.class,
        CacheStarterEndpointAutoConfiguration.class,
        EndpointAutoConfiguration.class,
        CacheAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        AopAutoConfiguration.class
    })
    @Import({Till.class, LossyCodec.class})
    static class Root {

        @Bean
        CacheTypeCustomizer cards() {
            return types -> types.add(Card.class);
        }
    }
}
