/**
 * Invalidation: hears what other instances did to entries, and says for how long that can be relied on. Rank 2. Internal.
 */
@NullMarked
package io.github.cachestarter.invalidation;

import org.jspecify.annotations.NullMarked;
