package io.github.cachestarter.insight;

/** What became of a refresh. */
public enum RefreshResult {
    /** Its load began. */
    STARTED,
    /** There was no room for it. */
    DROPPED,
    /** Somebody else had done it, was doing it, or had changed the entry. */
    REFUSED,
    /** Its load began and failed. */
    FAILED
}
