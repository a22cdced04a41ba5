package io.github.cachestarter;

import java.time.Instant;

/**
 * Published as an application event when the remote tier stops answering (the breaker opened).
 *
 * @param cause what the last failure was
 * @param at when it was noticed
 */
public record CacheUnavailableEvent(RemoteException cause, Instant at) {}
