package io.github.cachestarter.benchmarks.subject;

import io.github.cachestarter.insight.BackendView;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/** Any cache behind Spring's abstraction, in a Boot application that differs from the others only in its properties. */
final class SpringSubject implements Subject {

    private final ConfigurableApplicationContext context;
    private final Cache cache;
    private final ProductCatalogue catalogue;

    SpringSubject(Map<String, Object> properties) {
        this.context = new SpringApplicationBuilder(ShopApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(properties)
                .run();
        this.cache = Objects.requireNonNull(
                context.getBean(CacheManager.class).getCache(ProductCatalogue.CACHE), "There is no such cache");
        this.catalogue = context.getBean(ProductCatalogue.class);
    }

    @Override
    public @Nullable Product get(String key) {
        Cache.ValueWrapper hit = cache.get(key);
        return hit == null ? null : (Product) hit.get();
    }

    @Override
    public Product getOrLoad(String key, Callable<Product> loader) {
        return Objects.requireNonNull(cache.get(key, loader));
    }

    @Override
    public void put(String key, Product product) {
        cache.put(key, product);
    }

    @Override
    public void evict(String key) {
        cache.evict(key);
    }

    @Override
    public Product call(String key) {
        return catalogue.product(key);
    }

    @Override
    public boolean breakerOpen() {
        return context.getBean(BackendView.class).lastKnown().breaker().equals("open");
    }

    @Override
    public void close() {
        context.close();
    }
}
