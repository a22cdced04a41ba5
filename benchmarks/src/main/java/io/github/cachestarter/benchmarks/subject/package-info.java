/** What is compared: each way to cache a product behind one small interface. */
@NullMarked
package io.github.cachestarter.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
