/** What was measured, what it was to be, and a page that tells. */
@NullMarked
package io.github.cachestarter.benchmarks.report;

import org.jspecify.annotations.NullMarked;
