package io.github.cachestarter.dropin.clinic;

import java.util.List;

/** A value of the shop; a class with a builder and without setters. */
public final class Item {

    private final Long id;
    private final String name;
    private final List<String> tags;

    private Item(Builder builder) {
        this.id = builder.id;
        this.name = builder.name;
        this.tags = List.copyOf(builder.tags);
    }

    public static Item of(Long id, String name, String... tags) {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.tags = List.of(tags);
        return new Item(builder);
    }

    public Long getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    @Override
    public String toString() {
        return id + ":" + name + tags;
    }

    /** Makes one. */
    private static final class Builder {

        private Long id;
        private String name;
        private List<String> tags;
    }
}
