/** A real Redis server that the sample starts for itself unless it is told where one is. */
@NullMarked
package io.github.cachestarter.sample.ownredis;

import org.jspecify.annotations.NullMarked;
