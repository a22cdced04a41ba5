package io.github.cachestarter.sample.catalogue;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** What a client may say about a product. */
record ProductDetails(
        @NotBlank @Size(max = 100) String name,
        @NotBlank @Size(max = 50) String category,

        @NotNull @PositiveOrZero @Digits(integer = 8, fraction = 2)
        BigDecimal price) {

    Product withId(long id) {
        return new Product(id, name, category, price);
    }
}
