/**
 * Whether two graphs of objects are the same for whoever uses them: how the codec checks its own work. Knows nothing of
 * codecs. Internal.
 */
@NullMarked
package io.github.cachestarter.codec.graph;

import org.jspecify.annotations.NullMarked;
