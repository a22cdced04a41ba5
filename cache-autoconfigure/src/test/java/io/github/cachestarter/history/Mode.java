package io.github.cachestarter.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What kind of cache the instances run, and what it promises. */
enum Mode {
    /** The starter without a local tier. */
    REMOTE,
    /** The starter with both tiers. */
    TIERED,
    /** GET, SET and DEL. */
    NAIVE,
    /** The same behind a map. */
    NAIVE_LOCAL;

    /** H: shorter than its default, so that a run can be short. */
    static final Duration STALENESS = Duration.ofMillis(800);

    static final Duration OUTAGE = Duration.ofMillis(1_600);

    /** Those that must keep what they promise. */
    static List<Mode> safe() {
        return List.of(REMOTE, TIERED);
    }

    Promise promise() {
        return switch (this) {
            case REMOTE, NAIVE -> Promise.remote(STALENESS);
            case TIERED, NAIVE_LOCAL -> Promise.tiered(STALENESS, OUTAGE);
        };
    }

    boolean naive() {
        return this == NAIVE || this == NAIVE_LOCAL;
    }

    /** Settings of the starter as arguments of an application. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--cache-starter.timeouts.read=300ms",
                "--cache-starter.timeouts.write=300ms",
                "--cache-starter.defaults.load.lease=2s",
                "--cache-starter.defaults.load.wait-max=1s",
                "--cache-starter.server-check=off",
                "--cache-starter.mode=" + name().toLowerCase(Locale.ROOT)));
        if (this == TIERED) {
            arguments.add("--cache-starter.local.max-staleness=" + STALENESS.toMillis() + "ms");
            arguments.add("--cache-starter.defaults.outage-local-ttl=" + OUTAGE.toMillis() + "ms");
        }
        return naive() ? List.of() : arguments;
    }
}
