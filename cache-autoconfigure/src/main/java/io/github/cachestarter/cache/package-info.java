/**
 * Spring's cache contract over the tiers: manager, cache and the annotation hop. Rank 4: a thin adapter. The manager
 * and the cache are supported API.
 */
@NullMarked
package io.github.cachestarter.cache;

import org.jspecify.annotations.NullMarked;
