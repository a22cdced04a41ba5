package io.github.cachestarter.insight;

/** Looks at the servers behind the caches. Thread-safe. */
@FunctionalInterface
public interface BackendView {

    /**
     * What is known now. Takes at most half a second, whatever the servers do: when they do not answer in that time, this
     * is what was known last.
     */
    BackendSnapshot snapshot();
}
