package io.github.cachestarter.benchmarks.subject;

import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.LocalCachedMapOptions.CacheProvider;
import org.redisson.api.options.LocalCachedMapOptions.EvictionPolicy;
import org.redisson.config.Config;
import org.redisson.spring.cache.RedissonCache;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Redisson's own cache over its map with a near cache (on Caffeine), or over its plain map where only Redis is meant. */
@Configuration(proxyBeanMethods = false)
@Profile("redisson")
class RedissonConfiguration {

    @Bean(destroyMethod = "shutdown")
    RedissonClient redissonClient(@Value("${benchmarks.redis-url}") String url) {
        Config config = new Config();
        config.useSingleServer().setAddress(url);
        return Redisson.create(config);
    }

    @Bean
    CacheManager cacheManager(RedissonClient redisson, @Value("${benchmarks.local}") boolean local) {
        RMap<Object, Object> map = local ? nearCached(redisson) : redisson.getMap(ProductCatalogue.CACHE);
        SimpleCacheManager manager = new SimpleCacheManager();
        manager.setCaches(List.of(new RedissonCache(map, true) {
            @Override
            public String getName() {
                return ProductCatalogue.CACHE;
            }
        }));
        return manager;
    }

    private static RMap<Object, Object> nearCached(RedissonClient redisson) {
        return redisson.getLocalCachedMap(LocalCachedMapOptions.<Object, Object>name(ProductCatalogue.CACHE)
                .cacheProvider(CacheProvider.CAFFEINE)
                .evictionPolicy(EvictionPolicy.LRU)
                .cacheSize(Bounds.LOCAL_ENTRIES)
                .timeToLive(Bounds.TTL));
    }
}
