/** What is timed by JMH, one class per operation. The names of classes and methods are the names in the results. */
@NullMarked
package io.github.cachestarter.benchmarks.operation;

import org.jspecify.annotations.NullMarked;
