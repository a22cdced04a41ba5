package io.github.cachestarter.insight;

import java.util.Locale;

/** The one spelling of an enum's constants in JSON and in the tags of meters: {@code BREAKER_OPEN} is {@code breaker-open}. */
public final class Label {

    private Label() {}

    /** The label of a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
