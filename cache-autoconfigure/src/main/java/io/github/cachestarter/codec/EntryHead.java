package io.github.cachestarter.codec;

import org.jspecify.annotations.Nullable;

/** What the first bytes of an entry tell without the rest: enough to sweep what was cleared. */
public final class EntryHead {

    /** How many bytes have to be read. */
    public static final int BYTES = 20;

    private EntryHead() {}

    /**
     * Whether this is an entry of a format that is known here, loaded by somebody who did not know this marker.
     *
     * @param head the first {@link #BYTES} bytes of what lies in a key, or all of it; null: nothing is known
     */
    public static boolean isOlder(byte @Nullable [] head, long clear) {
        return head != null
                && head.length == BYTES
                && (head[0] == EntryLayout.KIND_VALUE || head[0] == EntryLayout.KIND_CLAIMED)
                && EntryLayout.version(head) == EntryLayout.FORMAT_VERSION
                && EntryLayout.stamp(head) < clear;
    }
}
