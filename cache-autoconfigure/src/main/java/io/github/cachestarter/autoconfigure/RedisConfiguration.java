package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.invalidation.BusSettings;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.invalidation.MarkerMemory;
import io.github.cachestarter.load.HeardWaiting;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.redis.ServerFacts;
import io.github.cachestarter.remote.PutDeadline;
import io.github.cachestarter.remote.RedisSweeper.Housekeeping;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Our own way to Redis, made of what the application's connection knows, and the look at the server at start. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnRedis.class)
class RedisConfiguration {

    @Bean
    AvailabilityEvents cacheStarterAvailabilityEvents(ApplicationEventPublisher publisher) {
        return new AvailabilityEvents(publisher, Clock.systemUTC(), System::nanoTime);
    }

    @Bean
    RedisAccess cacheStarterRedisAccess(BeanFactory beans, StarterSettings settings, AvailabilityEvents events) {
        StarterSettings.Timeouts timeouts = settings.timeouts();
        return RedisAccess.open(
                beans, new RedisSettings(timeouts.read(), timeouts.write(), timeouts.connect()), events);
    }

    @Bean
    RedisGateway cacheStarterRedisGateway(RedisAccess access) {
        return access.gateway();
    }

    @Bean
    MarkerMemory cacheStarterMarkers() {
        return new MarkerMemory(System::nanoTime);
    }

    /**
     * Those whose entries become old hear first: whoever is woken by a message must not find what it has outdated. Of
     * these the markers come before the local tiers: what a read keeps after a flush it has compared with markers that
     * were read after the flush.
     */
    @Bean
    InvalidationBus cacheStarterInvalidationBus(
            RedisAccess access, StarterSettings settings, MarkerMemory markers, LocalTiers locals, Findings findings) {
        BusSettings bus = new BusSettings(
                new Sender(new SecureRandom()::nextLong), settings.maxStaleness(), System::nanoTime, Clock.systemUTC());
        InvalidationBus opened = InvalidationBus.open(access, bus, findings);
        opened.listen(markers);
        opened.listen(locals);
        return opened;
    }

    @Bean
    HeardWaiting cacheStarterWaiting(InvalidationBus bus) {
        HeardWaiting waiting = new HeardWaiting(bus::isHeard);
        bus.listen(waiting);
        return waiting;
    }

    @Bean
    RemoteTiers.Basics cacheStarterRemoteBasics(
            RedisGateway gateway,
            RedisAccess access,
            StarterSettings settings,
            LoadRuntime runtime,
            Findings findings,
            ObjectProvider<CacheTracing> tracing) {
        PutDeadline putDeadline = new PutDeadline(gateway, settings.timeouts().write(), runtime.ticker());
        Housekeeping housekeeping = new Housekeeping(
                () -> access.servers().stream().anyMatch(RedisConfiguration::isShortOfMemory),
                runtime::newToken,
                runtime.executor());
        return new RemoteTiers.Basics(
                putDeadline,
                runtime.ticker(),
                findings,
                housekeeping,
                wanted -> access.replicas(settings.prefix(), wanted.count(), wanted.timeout()),
                tracing.getIfAvailable(() -> CacheTracing.NONE));
    }

    /** Half full; or without a limit, so that nothing but the machine's own is the limit. */
    private static boolean isShortOfMemory(ServerFacts server) {
        double used = server.memory().usedRatio();
        return used < 0 || used > 0.5;
    }

    @Bean
    RemoteTiers cacheStarterRemoteTiers(
            RedisGateway gateway,
            InvalidationBus bus,
            MarkerMemory markers,
            RemoteTiers.Basics basics,
            RemoteTiers.Repair repair) {
        return new RemoteTiers(gateway, bus, markers, basics, repair);
    }

    @Bean
    SmartInitializingSingleton cacheStarterServerCheck(
            RedisAccess access, StarterSettings settings, Findings findings) {
        return () -> access.check(settings.serverCheck(), findings);
    }
}
