package io.github.cachestarter.redis;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a node of a cluster answers when another node has the slot ({@code MOVED 3999 host:port}) or is about to take it
 * over ({@code ASK 3999 host:port}).
 *
 * @param ask for this one command only, with {@code ASKING} before it
 * @param address host and port; the host is empty if it is that of the node that answers
 */
record Redirect(boolean ask, int slot, String address) {

    /** The address, its host filled in from that of the node that answered. */
    String addressSeenFrom(String node) {
        return address.startsWith(":") ? node.substring(0, node.lastIndexOf(':')) + address : address;
    }

    private static final String MOVED = "MOVED ";
    private static final String ASK = "ASK ";

    /** The redirect that this failure is; null if it is something else. */
    static @Nullable Redirect of(Throwable failure) {
        String message = failure.getMessage();
        if (!(failure instanceof RedisCommandExecutionException) || message == null) {
            return null;
        }
        boolean ask = message.startsWith(ASK);
        if (!ask && !message.startsWith(MOVED)) {
            return null;
        }
        String[] parts = message.strip().split(" ", -1);
        try {
            return parts.length < 3 ? null : new Redirect(ask, Integer.parseInt(parts[1]), parts[2]);
        } catch (NumberFormatException ex) {
            return null;
        }
    }
}
