package io.github.cachestarter.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * Reads the parameters of a {@link SimpleKey}, which neither hands them out nor prints them unambiguously. Its
 * {@code equals} compares them one by one, so a key of as many probes, each of which says yes to everything and remembers
 * what it was asked, sees them all. Needs no reflection and so works in a named module and a native image.
 */
public final class SimpleKeyParams {

    /** A Java method has no more parameters. */
    private static final int MAX = 255;

    private SimpleKeyParams() {}

    /**
     * The parameters, in their order.
     *
     * @throws IllegalArgumentException if they cannot be read
     */
    public static @Nullable Object[] of(SimpleKey key) {
        for (int count = 0; count <= MAX; count++) {
            Probe[] probes = new Probe[count];
            for (int i = 0; i < count; i++) {
                probes[i] = new Probe();
            }
            if (new SimpleKey((Object[]) probes).equals(key)) {
                return seen(probes);
            }
        }
        throw new IllegalArgumentException("its parameters cannot be read: they are more than " + MAX
                + ", or this version of Spring compares them in another way");
    }

    private static @Nullable Object[] seen(Probe[] probes) {
        @Nullable Object[] params = new Object[probes.length];
        for (int i = 0; i < probes.length; i++) {
            if (!probes[i].asked) {
                throw new IllegalArgumentException(
                        "its parameters cannot be read: this version of Spring compares them in another way");
            }
            params[i] = probes[i].other;
        }
        return params;
    }

    private static final class Probe {

        private boolean asked;
        private @Nullable Object other;

        @Override
        @SuppressWarnings({"EqualsWhichDoesntCheckParameterClass", "EqualsUnsafeCast"}) // sees, does not compare
        public boolean equals(@Nullable Object other) {
            this.asked = true;
            this.other = other;
            return true;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
