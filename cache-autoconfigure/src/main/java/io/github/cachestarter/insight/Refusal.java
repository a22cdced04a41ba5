package io.github.cachestarter.insight;

/**
 * Values that were not stored because they cannot be kept exactly or are too large.
 *
 * @param where the class, and the field where there is one
 * @param message what cannot be kept and why, as the first refusal said it
 * @param remedy what the user can do
 * @param count how many values
 */
public record Refusal(String where, String message, String remedy, long count) {}
