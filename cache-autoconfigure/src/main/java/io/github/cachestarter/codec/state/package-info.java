/**
 * The codec {@code json}: the state of an object as Jackson JSON, exact or refused. Internal, except that
 * {@link io.github.cachestarter.codec.state.StateCodec} is created by the auto-configuration.
 */
@NullMarked
package io.github.cachestarter.codec.state;

import org.jspecify.annotations.NullMarked;
