/**
 * Auto-configuration: the only reader of properties; wires the other packages. Rank 7: nobody imports it.
 */
@NullMarked
package io.github.cachestarter.autoconfigure;

import org.jspecify.annotations.NullMarked;
