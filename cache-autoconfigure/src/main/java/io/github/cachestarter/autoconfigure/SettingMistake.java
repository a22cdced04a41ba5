package io.github.cachestarter.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * One mistake in the configuration, in the words that the user reads.
 *
 * @param property the property's full name
 * @param value the value as it was given; null: none was
 * @param origin where the value stands; null: unknown
 * @param reason what is wrong with it
 * @param allowed what may be written instead
 */
record SettingMistake(
        String property, @Nullable Object value, @Nullable String origin, String reason, String allowed) {

    /** The mistake as several lines: property, value, place, reason. */
    String describe() {
        StringBuilder text = new StringBuilder();
        text.append("    Property: ").append(property).append('\n');
        if (value != null) {
            text.append("    Value: \"").append(value).append("\"\n");
        }
        if (origin != null) {
            text.append("    Origin: ").append(origin).append('\n');
        }
        return text.append("    Reason: ").append(reason).append('\n').toString();
    }
}
