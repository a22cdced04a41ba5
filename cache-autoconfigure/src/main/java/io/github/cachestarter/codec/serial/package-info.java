/**
 * The codec {@code java}: JDK serialization behind a mandatory list of allowed classes. Internal.
 */
@NullMarked
package io.github.cachestarter.codec.serial;

import org.jspecify.annotations.NullMarked;
