/** Tests of the sample application over real HTTP. */
@org.jspecify.annotations.NullMarked
package io.github.cachestarter.sample;
