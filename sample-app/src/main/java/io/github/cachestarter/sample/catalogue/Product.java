package io.github.cachestarter.sample.catalogue;

import java.math.BigDecimal;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Something the company sells.
 *
 * @param id the number in the catalogue, chosen by whoever enters the product
 * @param name what it is called
 * @param category what kind of thing it is
 * @param price in euros
 */
@Table
public record Product(@Id long id, String name, String category, BigDecimal price) {}
