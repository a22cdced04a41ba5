package io.github.cachestarter.insight.readiness;

/** Collects what the audit judges. Thread-safe. */
@FunctionalInterface
public interface ReadinessSource {

    /** The facts of now. May ask the servers, for half a second at most. */
    ReadinessFacts facts();
}
