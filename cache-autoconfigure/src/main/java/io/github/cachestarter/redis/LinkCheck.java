package io.github.cachestarter.redis;

import java.util.concurrent.CompletionStage;

/**
 * What a new connection has to pass before the first command of a cache goes through it. Runs off the callers' threads,
 * usually on the connection's own: it must not block. A check that fails or takes too long means that the connection is
 * closed and another one tried later.
 */
@FunctionalInterface
interface LinkCheck {

    /** Completes normally when the connection may be used. */
    CompletionStage<?> check(Link link);

    /** This check, then another one. */
    default LinkCheck then(LinkCheck next) {
        return link -> check(link).thenCompose(passed -> next.check(link));
    }
}
