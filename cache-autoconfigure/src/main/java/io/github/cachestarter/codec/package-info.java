/**
 * Entry to bytes and back: header, value codecs, compression. Rank 1: the only user of Jackson. Internal, except
 * what the root package exposes of it.
 */
@NullMarked
package io.github.cachestarter.codec;

import org.jspecify.annotations.NullMarked;
