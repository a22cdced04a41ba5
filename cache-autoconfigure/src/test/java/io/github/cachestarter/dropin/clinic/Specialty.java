package io.github.cachestarter.dropin.clinic;

import jakarta.persistence.Entity;
import java.util.Objects;

/** With equality by its name: it sits in sets. */
@Entity
public class Specialty extends BaseEntity {

    private String name;

    protected Specialty() {}

    public Specialty(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Specialty that && Objects.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(name);
    }
}
