package io.github.cachestarter.dropin.clinic;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

/** What the application needs where it runs without the starter. */
@Configuration(proxyBeanMethods = false)
@EnableCaching
@ConditionalOnProperty("spring.cache.type")
class SpringsOwnCaching {}
