package io.github.cachestarter.autoconfigure;

import java.util.concurrent.atomic.AtomicLongArray;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/** Products whose value is the number of their changes, so that an old value gives itself away. */
class VersionedShop {

    private final AtomicLongArray database;

    VersionedShop(AtomicLongArray database) {
        this.database = database;
    }

    @Cacheable("products")
    public long product(int id) {
        return database.get(id);
    }

    @CachePut(cacheNames = "products", key = "#id")
    public long rename(int id) {
        return database.incrementAndGet(id);
    }

    @CacheEvict(cacheNames = "products", key = "#id")
    public void remove(int id) {
        database.incrementAndGet(id);
    }
}
