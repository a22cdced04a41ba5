/**
 * The only door to Redis: dedicated connections, deadlines, the breaker, key names, server facts. Rank 1: the only
 * user of Spring Data Redis and Lettuce. Internal.
 */
@NullMarked
package io.github.cachestarter.redis;

import org.jspecify.annotations.NullMarked;
