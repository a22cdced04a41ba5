/**
 * Loads: single flight in the JVM, the lease across JVMs, time-to-live decisions. Rank 3. Internal.
 */
@NullMarked
package io.github.cachestarter.load;

import org.jspecify.annotations.NullMarked;
