/**
 * The local tier: what a cache keeps in this process. Rank 2: the only user of Caffeine. Internal.
 */
@NullMarked
package io.github.cachestarter.local;

import org.jspecify.annotations.NullMarked;
