package io.github.cachestarter.autoconfigure;

import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheTagEvict;
import io.github.cachestarter.CacheTags;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.testing.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An instance of an application with both tiers that reads one book, of which a test makes new editions. */
final class Library implements AutoCloseable {

    static final String BOOK = "dune";
    static final String KEY = "library:1:books:dune";
    static final String MARKERS = "library%markers:books";
    static final Duration SOON = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;

    private Library(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts an instance that uses its memory when this returns. */
    static Library start(int redisPort, AtomicInteger edition, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=library",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redisPort,
                "--spring.main.banner-mode=off"));
        for (String property : Patience.settings(more)) {
            arguments.add("--" + property);
        }
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("edition", edition));
        Library library = new Library(application.run(arguments.toArray(String[]::new)));
        library.awaitMemory();
        return library;
    }

    Books books() {
        return context.getBean(Books.class);
    }

    TieredCache cache() {
        return (TieredCache) context.getBean(CacheManager.class).getCache("books");
    }

    /** The edition that this instance finds without loading it; null: none. */
    Integer found() {
        return found(BOOK);
    }

    Integer found(String key) {
        var found = cache().get(key);
        return found == null ? null : ((Book) found.get()).edition();
    }

    /** What this instance has counted. */
    CacheStatistics statistics() {
        return context.getBean(CacheInsight.class).forCache("books");
    }

    /** How many messages of others have come. */
    long messages() {
        return context.getBean(InvalidationBus.class).snapshot().received();
    }

    private void awaitMemory() {
        CacheInsight insight = context.getBean(CacheInsight.class);
        TieredCache cache = cache();
        await().atMost(SOON).until(() -> {
            cache.put("probe", "x");
            long before = insight.find("books").orElseThrow().localHits();
            cache.get("probe");
            return insight.find("books").orElseThrow().localHits() > before;
        });
    }

    @Override
    public void close() {
        context.close();
    }

    /** A class of its own, so that the value must be read as what it is. */
    record Book(String id, String text, int edition) {}

    static class Books {

        private final AtomicInteger edition;
        private final AtomicInteger loads = new AtomicInteger();
        private final AtomicReference<Pause> pause = new AtomicReference<>();

        Books(AtomicInteger edition) {
            this.edition = edition;
        }

        // A method, since a field of the proxy is not that of the bean.
        public int loads() {
            return loads.get();
        }

        /** Holds the next load after it has read its source. */
        public Pause pauseNextLoad() {
            Pause next = new Pause();
            pause.set(next);
            return next;
        }

        @Cacheable("books")
        public Book plain(String id) {
            return load(id);
        }

        @Cacheable(cacheNames = "books", sync = true)
        public Book sync(String id) {
            return load(id);
        }

        @Cacheable(cacheNames = "books", unless = "#result == null")
        public Book unless(String id) {
            return load(id);
        }

        @Cacheable("books")
        public CompletableFuture<Book> future(String id) {
            return CompletableFuture.supplyAsync(() -> load(id));
        }

        @Cacheable("books")
        public Mono<Book> mono(String id) {
            return Mono.fromCallable(() -> load(id)).subscribeOn(Schedulers.boundedElastic());
        }

        @Cacheable("books")
        @CacheTags("'shelf'")
        public Book tagged(String id) {
            return load(id);
        }

        @CacheEvict("books")
        public void evict(String id) {}

        @CacheEvict(cacheNames = "books", allEntries = true)
        public void clear() {}

        @CacheTagEvict(cacheNames = "books", tags = "'shelf'")
        public void evictShelf() {}

        private Book load(String id) {
            Book book = new Book(id, "edition no. " + edition.get(), edition.get());
            loads.incrementAndGet();
            Pause now = pause.getAndSet(null);
            if (now != null) {
                now.here();
            }
            return book;
        }
    }

    /** A load that has read and not yet returned. */
    static final class Pause {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        void awaitReached() throws InterruptedException {
            if (!reached.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Nothing was loaded");
            }
        }

        boolean isReached() {
            return reached.getCount() == 0;
        }

        void end() {
            over.countDown();
        }

        private void here() {
            reached.countDown();
            try {
                if (!over.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("The test never let this load go");
                }
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
        }
    }

    @CachedApplication
    @Import(Books.class)
    static class Root {}
}
