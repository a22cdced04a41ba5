/**
 * The history checker: several JVMs work on one cache over one Redis and one database while faults are made, every
 * operation is recorded, and a checker that knows nothing of the code decides whether the promises were kept.
 *
 * <p>Assumption: {@code System.nanoTime()} of all these processes reads one clock, so that times of different processes
 * can be compared. On Linux it is {@code CLOCK_MONOTONIC} of the machine, which also runs while a process is stopped; the
 * fleet checks at its start that the clocks agree, and nothing here works across machines.
 */
package io.github.cachestarter.history;
