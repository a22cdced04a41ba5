package io.github.cachestarter.autoconfigure;

/**
 * A value and the property it was taken from, so that a mistake can be named by it.
 *
 * @param value the value, not yet validated
 * @param property the full name of the property
 * @param <T> the type of the value
 */
record Setting<T>(T value, String property) {}
