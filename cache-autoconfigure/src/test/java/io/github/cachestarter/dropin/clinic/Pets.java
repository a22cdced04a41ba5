package io.github.cachestarter.dropin.clinic;

import java.util.List;

/** The type of the bean; the annotations are on what is behind it. */
public interface Pets {

    Pet byName(String name);

    List<Pet> ofOwner(String name);

    Pet one(String name);
}
