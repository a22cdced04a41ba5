/** Workshops and their seats: the availability is read by hundreds at once, the booking never trusts a cache. */
@NullMarked
package io.github.cachestarter.sample.workshops;

import org.jspecify.annotations.NullMarked;
