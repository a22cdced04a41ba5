package io.github.cachestarter.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes the application's cache manager, switches the annotations on, and stands back where the application decided
 * otherwise ({@link BackOff}). Before Spring Boot's own cache configuration, which then stands back itself.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class, before = CacheAutoConfiguration.class)
@ConditionalOnClass({CacheManager.class, RedisConnectionFactory.class})
@ConditionalOnBooleanProperty(name = CacheStarterProperties.PREFIX + ".enabled", matchIfMissing = true)
@Conditional(OnNothingElse.class)
@Import({
    SettingsConfiguration.class,
    StartReportConfiguration.class,
    RedisConfiguration.class,
    ReportingConfiguration.class,
    CachesConfiguration.class,
    RepairConfiguration.class,
    WarmUpConfiguration.class,
    AnnotationsConfiguration.class
})
class CacheStarterAutoConfiguration {}
