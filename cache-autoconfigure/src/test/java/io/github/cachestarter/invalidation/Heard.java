package io.github.cachestarter.invalidation;

import io.github.cachestarter.InvalidationListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes down what it hears, in order. */
final class Heard implements InvalidationListener {

    private final List<String> news = Collections.synchronizedList(new ArrayList<>());
    private volatile BooleanSupplier open = () -> false;
    private volatile long nanosPerMessage;

    /** A flush behind an open gate is noted as one. */
    void watch(BooleanSupplier gateIsOpen) {
        open = gateIsOpen;
    }

    /** Takes its time for every message. */
    void dawdle(Duration each) {
        nanosPerMessage = each.toNanos();
    }

    @Override
    public void invalidated(String cache, String redisKey) {
        for (long end = System.nanoTime() + nanosPerMessage; System.nanoTime() - end < 0; ) {
            Thread.onSpinWait();
        }
        news.add("invalidated " + redisKey);
    }

    @Override
    public void ready(String cache, String redisKey) {
        news.add("ready " + redisKey);
    }

    @Override
    public void marked(String cache, @Nullable String tag, long stamp) {
        news.add("marked " + cache + " " + tag + " " + stamp);
    }

    @Override
    public void flush(String cache) {
        news.add((cache.equals(LiveBus.CACHE) && open.getAsBoolean() ? "too late: " : "") + "flush " + cache);
    }

    @Override
    public void flushAll() {
        news.add("flush all");
    }

    List<String> news() {
        synchronized (news) {
            return List.copyOf(news);
        }
    }

    void forget() {
        news.clear();
    }
}
