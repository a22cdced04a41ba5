package io.github.cachestarter.benchmarks.subject;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.SimpleCacheManager;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.JetCacheCodec;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import com.alicp.jetcache.template.CacheBuilderTemplate;
import com.alicp.jetcache.template.NotifyMonitorInstaller;
import com.alicp.jetcache.template.QuickConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * JetCache through its own API, with its defaults for keys and values. Two tiers: the local one is kept in step by its
 * messages, and loads are protected as its documentation advises. It has annotations of its own, so there is no
 * {@code @Cacheable} to measure.
 */
final class JetCacheSubject implements Subject {

    private static final String AREA = "default";

    private final RedisClient client;
    private final SimpleCacheManager manager = new SimpleCacheManager();
    private final Cache<String, Product> cache;

    JetCacheSubject(Tiers tiers, RedisAddress redis) {
        CacheType type = tiers == Tiers.LOCAL_FIRST ? CacheType.BOTH : CacheType.REMOTE;
        this.client = RedisClient.create(redis.url());
        RedisLettuceCacheBuilder<?> remote = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
                .valueEncoder(JavaValueEncoder.INSTANCE)
                .valueDecoder(JavaValueDecoder.INSTANCE)
                .redisClient(client)
                .pubSubConnection(messages(client))
                .broadcastChannel("jetcache")
                .keyPrefix("jetcache:");
        manager.setCacheBuilderTemplate(template(remote));
        this.cache = manager.getOrCreateCache(QuickConfig.newBuilder(AREA, ProductCatalogue.CACHE)
                .cacheType(type)
                .expire(Bounds.TTL)
                .localLimit(Bounds.LOCAL_ENTRIES)
                .syncLocal(type == CacheType.BOTH)
                .penetrationProtect(true)
                .build());
    }

    @Override
    public @Nullable Product get(String key) {
        return cache.get(key);
    }

    @Override
    public Product getOrLoad(String key, Callable<Product> loader) {
        return cache.computeIfAbsent(key, missing -> load(loader));
    }

    @Override
    public void put(String key, Product product) {
        // The upper-case forms tell how it went, and so wait for Redis; put and remove do not.
        cache.PUT(key, product).isSuccess();
    }

    @Override
    public void evict(String key) {
        cache.REMOVE(key).isSuccess();
    }

    @Override
    public void close() {
        manager.close();
        client.shutdown();
    }

    @SuppressWarnings("unchecked") // its codec is a raw one
    private static StatefulRedisPubSubConnection<byte[], byte[]> messages(RedisClient client) {
        return client.connectPubSub(new JetCacheCodec());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // its template takes raw builders
    private static CacheBuilderTemplate template(CacheBuilder remote) {
        CacheBuilder local =
                CaffeineCacheBuilder.createCaffeineCacheBuilder().keyConvertor(Fastjson2KeyConvertor.INSTANCE);
        CacheBuilderTemplate template = new CacheBuilderTemplate(true, Map.of(AREA, local), Map.of(AREA, remote));
        template.getCacheMonitorInstallers()
                .add(new NotifyMonitorInstaller(area -> remote)); // sends and hears messages
        return template;
    }

    private static Product load(Callable<Product> loader) {
        try {
            return loader.call();
        } catch (Exception ex) {
            throw new CompletionException(ex);
        }
    }
}
