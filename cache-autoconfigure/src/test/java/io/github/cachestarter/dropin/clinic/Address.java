package io.github.cachestarter.dropin.clinic;

import jakarta.persistence.Embeddable;

/** An embeddable record. */
@Embeddable
public record Address(String street, String city) {}
