package io.github.cachestarter.load;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A loader that may be called later, more than once, and on another thread than its caller's: it is bound to no transaction
 * and no thread-local. Only such loads are run in the background, or with a time limit.
 */
@FunctionalInterface
public interface Reloadable extends Callable<@Nullable Object> {}
