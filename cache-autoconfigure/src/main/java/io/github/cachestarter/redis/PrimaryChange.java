package io.github.cachestarter.redis;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the server at the other end of a new connection, compared with the one that was used before.
 *
 * @param kind what it means
 * @param address host and port of the server
 * @param origin names its process and the history of its data, the same for whoever asks; for what is to be done once for
 *     all instances. Null: the server does not tell
 * @param gateway sends through the new connection, and nowhere else; only until the listener's stage completes
 * @param keys which keys belong to this server: in a cluster not all of them
 */
public record PrimaryChange(
        Kind kind, String address, @Nullable String origin, RedisGateway gateway, Predicate<byte[]> keys) {

    /** What a new connection may lead to. */
    public enum Kind {
        /** No server was used before in this place: after the start, or a new primary of a cluster without a predecessor. */
        FIRST,
        /** The same process as before, and nobody replaced its data in between. */
        SAME,
        /** Another primary whose data comes from the one before: it may lack what was written last. */
        SUCCESSOR,
        /** Started after the one before was last seen: that process anew, perhaps with an old snapshot, or another one. */
        RESTARTED_OR_UNRELATED,
        /** Data of another origin, in a process that ran already when the one before did, which may be in use elsewhere. */
        UNRELATED,
        /** The server does not tell: to be taken for a change of the worst kind. */
        UNKNOWN
    }
}
