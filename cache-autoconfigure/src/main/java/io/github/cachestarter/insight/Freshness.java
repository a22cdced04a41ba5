package io.github.cachestarter.insight;

/**
 * How values were kept fresh, and what stood in where that failed, counted since the start. The names are those of the
 * insight endpoint's JSON.
 *
 * @param staleServed calls that got a value whose time was over
 * @param timedOutLoads calls that did not wait for their load to its end
 * @param refreshes loads of entries that were not over yet
 */
public record Freshness(long staleServed, long timedOutLoads, Refreshes refreshes) {

    /**
     * What became of refreshes.
     *
     * @param started their load began
     * @param failed it began and threw
     * @param refused somebody else had done it, was doing it, or had changed the entry
     * @param dropped there was no room for it
     */
    public record Refreshes(long started, long failed, long refused, long dropped) {}
}
