package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RemoteException;
import org.jspecify.annotations.Nullable;

/** Is told of every failure of the remote tier that a call survived. Never throws. */
@FunctionalInterface
public interface FailureReporter {

    /** A failure; the key is null for a clear. */
    void failed(Operation operation, RemoteException failure, @Nullable EntryKey key);
}
