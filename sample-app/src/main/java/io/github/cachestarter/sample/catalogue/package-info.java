/** The product catalogue: much read, seldom changed. */
@NullMarked
package io.github.cachestarter.sample.catalogue;

import org.jspecify.annotations.NullMarked;
