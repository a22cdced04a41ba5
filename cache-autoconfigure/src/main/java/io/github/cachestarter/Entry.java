package io.github.cachestarter;

import org.jspecify.annotations.Nullable;

/**
 * A cached value with what the cache knows of it.
 *
 * @param value the value; {@code null} is a cached null
 * @param meta where it comes from and how old it is
 */
public record Entry(@Nullable Object value, EntryMeta meta) {}
