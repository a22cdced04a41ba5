package io.github.cachestarter.dropin.clinic;

import java.util.List;
import java.util.Optional;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Lazy relations: as they are, and fetched. */
public interface WardRepository extends JpaRepository<Ward, Integer> {

    @Cacheable("wards")
    Optional<Ward> findByName(String name);

    @Cacheable(cacheNames = "wards", key = "'all'")
    List<Ward> findAllByOrderByName();

    @Cacheable(cacheNames = "fetched-wards")
    @EntityGraph(attributePaths = "beds")
    Optional<Ward> findFetchedByName(String name);

    @Cacheable(cacheNames = "fetched-wards", key = "'all'")
    @Query("select distinct w from Ward w join fetch w.beds order by w.name")
    List<Ward> allFetched();

    @Override
    @Cacheable("references")
    Ward getReferenceById(Integer id);
}
