package io.github.cachestarter.sample.catalogue;

import org.springframework.data.repository.ListCrudRepository;

interface ProductRepository extends ListCrudRepository<Product, Long> {}
