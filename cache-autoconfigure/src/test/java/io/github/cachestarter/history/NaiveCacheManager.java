package io.github.cachestarter.history;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.SimpleValueWrapper;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What the checker must catch: a cache of {@code GET}, {@code SET} and {@code DEL} that fences nothing, if wanted with a
 * map in front of it that no other instance invalidates.
 */
final class NaiveCacheManager implements CacheManager {

    private final NaiveCache cache;

    NaiveCacheManager(StringRedisTemplate redis, boolean local) {
        this.cache = new NaiveCache(redis, local);
    }

    @Override
    public Cache getCache(String name) {
        return cache;
    }

    @Override
    public Collection<String> getCacheNames() {
        return List.of(Rows.CACHE);
    }

    private static final class NaiveCache implements Cache {

        private static final String PREFIX = "naive:";

        private final StringRedisTemplate redis;
        private final boolean local;
        private final Map<Object, Row> map = new ConcurrentHashMap<>();

        NaiveCache(StringRedisTemplate redis, boolean local) {
            this.redis = redis;
            this.local = local;
        }

        @Override
        public String getName() {
            return Rows.CACHE;
        }

        @Override
        public Object getNativeCache() {
            return redis;
        }

        @Override
        public ValueWrapper get(Object key) {
            Row row = map.get(key);
            if (row == null) {
                String version = redis.opsForValue().get(PREFIX + key);
                if (version == null) {
                    return null;
                }
                row = Row.of((Integer) key, Long.parseLong(version));
                keep(key, row);
            }
            return new SimpleValueWrapper(row);
        }

        @Override
        public <T> T get(Object key, Class<T> type) {
            ValueWrapper found = get(key);
            return found == null ? null : type.cast(found.get());
        }

        @Override
        @SuppressWarnings("unchecked") // rows only
        public <T> T get(Object key, Callable<T> valueLoader) {
            ValueWrapper found = get(key);
            if (found != null) {
                return (T) found.get();
            }
            try {
                T value = valueLoader.call();
                put(key, value);
                return value;
            } catch (Exception ex) {
                throw new ValueRetrievalException(key, valueLoader, ex);
            }
        }

        @Override
        public CompletableFuture<?> retrieve(Object key) {
            return CompletableFuture.completedFuture(get(key));
        }

        @Override
        @SuppressWarnings("unchecked") // rows only
        public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
            ValueWrapper found = get(key);
            if (found != null) {
                return CompletableFuture.completedFuture((T) found.get());
            }
            return valueLoader.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    put(key, value);
                }
            });
        }

        @Override
        public void put(Object key, Object value) {
            Row row = (Row) value;
            redis.opsForValue().set(PREFIX + key, String.valueOf(row.version()));
            keep(key, row);
        }

        @Override
        public void evict(Object key) {
            redis.delete(PREFIX + key);
            map.remove(key);
        }

        @Override
        public void clear() {
            Set<String> keys = redis.keys(PREFIX + "*");
            redis.delete(keys);
            map.clear();
        }

        private void keep(Object key, Row row) {
            if (local) {
                map.put(key, row);
            }
        }
    }
}
