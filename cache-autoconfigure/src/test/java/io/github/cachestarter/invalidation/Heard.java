package io.github.cachestarter.invalidation;

import io.github.cachestarter.InvalidationListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears, in order. */
final class Heard implements InvalidationListener {

    private final List<String> news = new CopyOnWriteArrayList<>();

    @Override
    public void invalidated(String cache, String redisKey) {
        news.add("invalidated " + redisKey);
    }

    @Override
    public void ready(String cache, String redisKey) {
        news.add("ready " + redisKey);
    }

    @Override
    public void flush(String cache) {
        news.add("flush " + cache);
    }

    @Override
    public void flushAll() {
        news.add("flush all");
    }

    List<String> news() {
        return List.copyOf(news);
    }

    void forget() {
        news.clear();
    }
}
