/**
 * Caches inside transactions: what is evicted, put and stored, and when. Rank 4: a decorator of the load coordinator that
 * does nothing outside a transaction. Internal.
 */
@NullMarked
package io.github.cachestarter.transaction;

import org.jspecify.annotations.NullMarked;
