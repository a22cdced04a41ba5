/**
 * The start of an application: records which keys are read most, and has them in this process before the first request
 * comes.
 */
@NullMarked
package io.github.cachestarter.warmup;

import org.jspecify.annotations.NullMarked;
