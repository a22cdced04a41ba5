package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheTtlResolver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All resolvers of the application, in order: the first that says something counts. One that fails says nothing. */
final class TtlResolvers implements CacheTtlResolver {

    private static final Logger log = LoggerFactory.getLogger(TtlResolvers.class);

    private final List<CacheTtlResolver> resolvers;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    TtlResolvers(List<CacheTtlResolver> resolvers) {
        this.resolvers = List.copyOf(resolvers);
    }

    @Override
    public Optional<Duration> timeToLive(String cache, Object key, @Nullable Object value) {
        for (CacheTtlResolver resolver : resolvers) {
            try {
                Optional<Duration> ttl = resolver.timeToLive(cache, key, value);
                if (ttl.isPresent()) {
                    return ttl;
                }
            } catch (RuntimeException ex) {
                warn(resolver, cache, ex);
            }
        }
        return Optional.empty();
    }

    private void warn(CacheTtlResolver resolver, String cache, RuntimeException failure) {
        String name = resolver.getClass().getName();
        if (failed.add(name + ' ' + cache)) {
            log.warn(
                    "The CacheTtlResolver {} failed for the cache '{}', whose settings decide then. Said once",
                    name,
                    cache,
                    failure);
        }
    }
}
