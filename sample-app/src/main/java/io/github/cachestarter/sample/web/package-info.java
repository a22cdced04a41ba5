/** What all controllers share. */
@NullMarked
package io.github.cachestarter.sample.web;

import org.jspecify.annotations.NullMarked;
