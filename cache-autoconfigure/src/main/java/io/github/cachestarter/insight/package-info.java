/**
 * Statistics as numbers: counters, percentiles, findings. Rank 5. Internal.
 */
@NullMarked
package io.github.cachestarter.insight;

import org.jspecify.annotations.NullMarked;
