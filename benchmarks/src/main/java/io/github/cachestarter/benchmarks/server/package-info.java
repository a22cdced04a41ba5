/** The Redis process that is measured with, and a view of what it is asked to do. */
@NullMarked
package io.github.cachestarter.benchmarks.server;

import org.jspecify.annotations.NullMarked;
