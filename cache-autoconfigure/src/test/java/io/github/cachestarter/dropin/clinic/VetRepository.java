package io.github.cachestarter.dropin.clinic;

import java.util.Collection;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** As PetClinic has it: two types in one cache, and transactions. */
public interface VetRepository extends Repository<Vet, Integer>, Coded<Vet> {

    @Transactional(readOnly = true)
    @Cacheable("vets")
    Collection<Vet> findAll();

    @Transactional(readOnly = true)
    @Cacheable("vets")
    Page<Vet> findAll(Pageable pageable);

    Vet save(Vet vet);
}
