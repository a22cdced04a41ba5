@NullMarked
package io.github.cachestarter.redis;

import org.jspecify.annotations.NullMarked;
