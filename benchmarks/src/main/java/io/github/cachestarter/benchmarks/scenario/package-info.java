/** What is counted or happens once, and so is nothing for JMH: stampedes, starts, messages, commands, bytes. */
@NullMarked
package io.github.cachestarter.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
