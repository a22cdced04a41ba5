/**
 * Actuator endpoints and health. Rank 6. Internal.
 */
@NullMarked
package io.github.cachestarter.actuate;

import org.jspecify.annotations.NullMarked;
