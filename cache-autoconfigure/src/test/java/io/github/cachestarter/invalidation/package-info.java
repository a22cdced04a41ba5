/** Tests of the bus and its gates. */
package io.github.cachestarter.invalidation;
