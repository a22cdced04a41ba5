/** The sample application: a training company's catalogue and workshop bookings behind a cache. */
@NullMarked
package io.github.cachestarter.sample;

import org.jspecify.annotations.NullMarked;
