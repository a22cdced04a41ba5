package io.github.cachestarter.benchmarks.subject;

/** Where a subject that knows both may keep entries. */
public enum Tiers {
    /** In the process over Redis, or in the process alone if the subject knows no Redis. */
    LOCAL_FIRST,
    /** In Redis alone. */
    REMOTE_ONLY
}
