package io.github.cachestarter.invalidation;

/**
 * Whether what lies in this process of one cache may be used. Thread-safe.
 *
 * <p>Open means: every change that another instance had made more than the maximum staleness before that time has been
 * heard of. A read takes the time, asks the gate and looks the entry up, <em>in this order</em>: an entry that was looked
 * up before could be one that a flush has thrown away before the gate opened again.
 */
@FunctionalInterface
public interface Gate {

    /**
     * Whether it is open at this time. Costs one volatile read.
     *
     * @param nanos monotonic time, read after the operation began
     */
    boolean isOpen(long nanos);
}
