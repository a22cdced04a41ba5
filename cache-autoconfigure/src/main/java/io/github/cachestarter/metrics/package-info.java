/**
 * Micrometer meters over the statistics. Rank 6: with {@code actuate} the only user of Micrometer. Internal.
 */
@NullMarked
package io.github.cachestarter.metrics;

import org.jspecify.annotations.NullMarked;
