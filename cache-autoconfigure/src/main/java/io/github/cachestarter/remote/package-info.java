/**
 * The remote tier (L2): get, acquire, store, evict, put over one Redis key per entry, the lease inside it.
 * Rank 2. Internal.
 */
@NullMarked
package io.github.cachestarter.remote;

import org.jspecify.annotations.NullMarked;
