/** How often things occur, counted in fixed memory. */
@NullMarked
package io.github.cachestarter.frequency;

import org.jspecify.annotations.NullMarked;
