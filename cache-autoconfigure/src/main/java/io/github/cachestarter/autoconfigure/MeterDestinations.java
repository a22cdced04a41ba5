package io.github.cachestarter.autoconfigure;

import java.util.List;

/** Where an application's meters go. Thread-safe. */
@FunctionalInterface
interface MeterDestinations {

    /** The simple names of the registries that hand meters on; those that only hold them are left out. */
    List<String> names();
}
