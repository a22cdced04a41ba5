/**
 * The nouns and the service provider interface: resolved settings, keys, entries, events, the listener and the
 * exceptions. Everything here is supported API. Rank 0: imports nothing but the JDK and JSpecify.
 */
@NullMarked
package io.github.cachestarter;

import org.jspecify.annotations.NullMarked;
