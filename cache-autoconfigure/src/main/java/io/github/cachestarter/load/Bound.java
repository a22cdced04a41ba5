package io.github.cachestarter.load;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A loader that runs in the transaction of its caller, who holds a database connection while it waits for somebody else's
 * load. That one may be waiting for a connection: of those that are all held by callers who wait for it, if there are enough.
 */
@FunctionalInterface
public interface Bound extends Callable<@Nullable Object> {}
