package io.github.cachestarter.dropin.clinic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Results that come later. */
@Service
@CacheConfig(cacheNames = "streams")
public class Streams {

    private final OwnerRepository owners;
    private final VetRepository vets;
    private final Loads loads;

    Streams(OwnerRepository owners, VetRepository vets, Loads loads) {
        this.owners = owners;
        this.vets = vets;
        this.loads = loads;
    }

    @Cacheable(key = "'mono ' + #name")
    public Mono<Owner> mono(String name) {
        return Mono.fromSupplier(() -> loads.add(owners.findFirstByName(name).orElseThrow()));
    }

    @Cacheable(key = "'unless ' + #name", unless = "#result == null")
    public Mono<Owner> monoUnless(String name) {
        return Mono.fromSupplier(() -> loads.add(owners.findFirstByName(name).orElse(null)));
    }

    @Cacheable(key = "'none ' + #name")
    public Mono<Owner> empty(String name) {
        return Mono.fromRunnable(loads::add);
    }

    @Cacheable(key = "'failed ' + #name")
    public Mono<Owner> failed(String name) {
        return Mono.error(() -> loads.add(new IllegalStateException("no " + name)));
    }

    @Cacheable(key = "'optional ' + #name")
    public Mono<Optional<String>> monoOfOptional(String name) {
        return Mono.fromSupplier(() -> loads.add(Optional.of(name)));
    }

    @Cacheable(key = "'list ' + #name")
    public Mono<List<String>> monoOfList(String name) {
        return Mono.fromSupplier(() -> loads.add(List.of(name, "b")));
    }

    @Cacheable(key = "'flux'")
    public Flux<Vet> flux() {
        return Flux.defer(() -> Flux.fromIterable(loads.add(vets.findAll())));
    }

    @Cacheable(key = "'no flux'")
    public Flux<String> emptyFlux() {
        return Flux.defer(() -> loads.add(Flux.empty()));
    }

    @Cacheable(key = "'sync flux'", sync = true)
    public Flux<Integer> syncFlux() {
        return Flux.defer(() -> loads.add(Flux.just(3, 1, 2)));
    }

    @Cacheable(key = "'future ' + #name")
    public CompletableFuture<Owner> future(String name) {
        return CompletableFuture.supplyAsync(
                () -> loads.add(owners.findFirstByName(name).orElseThrow()));
    }

    @Cacheable(key = "'future optional ' + #name")
    public CompletableFuture<Optional<String>> futureOfOptional(String name) {
        return CompletableFuture.supplyAsync(() -> loads.add(Optional.of(name)));
    }

    @Cacheable(key = "'future list'", unless = "#result.isEmpty()")
    public CompletableFuture<List<Long>> futureOfList() {
        return CompletableFuture.supplyAsync(() -> loads.add(Arrays.asList(1L, 2L)));
    }

    @Cacheable(key = "'failed future ' + #name")
    public CompletableFuture<String> failedFuture(String name) {
        return CompletableFuture.supplyAsync(() -> {
            throw loads.add(new IllegalStateException("no " + name));
        });
    }

    @Cacheable(key = "'entity ' + #name")
    public ResponseEntity<String> responseEntity(String name) {
        return loads.add(ResponseEntity.ok().header("X-Name", name).body(name));
    }

    @Cacheable(key = "'response ' + #name")
    public Mono<ServerResponse> response(String name) {
        return Mono.defer(() -> loads.add(ServerResponse.ok().bodyValue(name)));
    }

    @CachePut(key = "'mono ' + #name")
    public Mono<Owner> replace(String name) {
        return Mono.just(new Owner("new " + name, new Address("s", "c")));
    }

    @CacheEvict(key = "'mono ' + #name")
    public Mono<Void> evict(String name) {
        return Mono.empty();
    }
}
