package io.github.cachestarter.insight.readiness;

/** How one item of the checklist stands. In the order in which they weigh: the last one found is the verdict. */
public enum ReadinessStatus {
    /** As it should be. */
    PASS,
    /** Nobody can tell from here; the evidence says what is missing to know. */
    UNKNOWN,
    /** It works, and will hurt sooner or later. */
    WARN,
    /** Wrong answers, somebody else's data or failing calls are likely. */
    FAIL
}
