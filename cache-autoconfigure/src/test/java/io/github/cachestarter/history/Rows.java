package io.github.cachestarter.history;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * The application: rows of the database behind one cache, read and changed by every kind of annotated method. Between
 * the database and the cache time passes, which is what makes old values dangerous.
 */
class Rows {

    static final String CACHE = "rows";

    private final DatabaseClient database;
    private final LongAdder loads = new LongAdder();

    Rows(DatabaseClient database) {
        this.database = database;
    }

    @Cacheable(CACHE)
    public Row plain(int key) {
        return load(key);
    }

    @Cacheable(cacheNames = CACHE, sync = true)
    public Row synchronous(int key) {
        return load(key);
    }

    @Cacheable(CACHE)
    public CompletableFuture<Row> future(int key) {
        return CompletableFuture.supplyAsync(() -> load(key));
    }

    @Cacheable(cacheNames = CACHE, unless = "#result.version() % 5 == 0")
    public Row unless(int key) {
        return load(key);
    }

    @CacheEvict(CACHE)
    public long evict(int key) {
        return write(key);
    }

    @CachePut(cacheNames = CACHE, key = "#key")
    public Row put(int key) {
        return Row.of(key, write(key));
    }

    /** Changes every row; the answer has their new versions. */
    @CacheEvict(cacheNames = CACHE, allEntries = true)
    public long[] clear() {
        return IntStream.range(0, Database.KEYS).mapToLong(this::write).toArray();
    }

    /** The row as it is, and a moment later. */
    Row load(int key) {
        Row row = Row.of(key, database.read(key));
        loads.increment();
        pause();
        return row;
    }

    long write(int key) {
        long version = database.write(key);
        pause();
        return version;
    }

    /** How many since the last call. */
    long loads() {
        return loads.sumThenReset();
    }

    /** Mostly short, at times much longer than everything else. */
    private static void pause() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int micros = random.nextInt(20) == 0 ? 30_000 : random.nextInt(2_000);
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
