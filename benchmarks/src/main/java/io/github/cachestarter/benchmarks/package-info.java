/** Measures Cache Starter beside what a user would pick instead, and says whether it keeps its targets. */
@NullMarked
package io.github.cachestarter.benchmarks;

import org.jspecify.annotations.NullMarked;
