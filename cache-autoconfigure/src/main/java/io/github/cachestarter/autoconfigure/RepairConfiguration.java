package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.invalidation.Delays;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.invalidation.InvalidationLog;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.invalidation.Repairer;
import io.github.cachestarter.invalidation.ReplayOnChange;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisGateway;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** What keeps changes that Redis does not have, or may not have for long, and sends them again. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnRedis.class)
class RepairConfiguration {

    @Bean
    RepairEvents cacheStarterRepairEvents(ApplicationEventPublisher publisher, CacheThreads threads) {
        return new RepairEvents(publisher, threads.notifier(), Clock.systemUTC(), System::nanoTime);
    }

    @Bean
    RepairQueue cacheStarterRepairQueue(StarterSettings settings, RepairEvents events) {
        return new RepairQueue(settings.repair().maxKeys(), System::nanoTime, events);
    }

    @Bean
    InvalidationLog cacheStarterInvalidationLog(StarterSettings settings) {
        return new InvalidationLog(settings.repair().maxKeys(), System::nanoTime);
    }

    /** Of the repairer, so that there is one as soon as there is a cache. */
    @Bean
    RemoteTiers.Repair cacheStarterRepair(
            Repairer repairer, InvalidationLog log, RedisAccess access, InvalidationBus bus) {
        bus.listen(log);
        access.onPrimaryChange(new ReplayOnChange(repairer.queue(), log));
        return new RemoteTiers.Repair(repairer.queue(), log);
    }

    /** Closed before the threads it works on and before the access to Redis. */
    @Bean
    Repairer cacheStarterRepairer(
            RepairQueue queue,
            RedisGateway gateway,
            CacheThreads threads,
            RepairEvents events,
            StarterSettings settings) {
        Repairer.Timing timing = new Repairer.Timing(
                Delays.on(threads.unqueued()),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
        return new Repairer(
                queue, gateway::available, timing, events, settings.repair().shutdownWait());
    }
}
