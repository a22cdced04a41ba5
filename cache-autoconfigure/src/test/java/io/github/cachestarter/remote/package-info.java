@NullMarked
package io.github.cachestarter.remote;

import org.jspecify.annotations.NullMarked;
