package io.github.cachestarter.dropin.clinic;

import java.util.List;
import java.util.Optional;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.jpa.repository.JpaRepository;

/** A lazy proxy inside of an entity. */
public interface BedRepository extends JpaRepository<Bed, Integer> {

    @Cacheable("beds")
    Optional<Bed> findByLabel(String label);

    @Cacheable("beds")
    List<Bed> findByWardNameOrderByLabel(String ward);
}
