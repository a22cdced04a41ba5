package io.github.cachestarter.dropin.clinic;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Everything in one cache, as the types of the results are different for different keys. */
@CacheConfig(cacheNames = "owners")
public interface OwnerRepository extends JpaRepository<Owner, Integer>, Coded<Owner> {

    @Override
    @Cacheable
    Optional<Owner> findById(Integer id);

    @Override
    @Cacheable
    List<Owner> findAll();

    @Override
    @Cacheable
    Page<Owner> findAll(Pageable page);

    @Override
    @Cacheable
    List<Owner> findAll(Sort sort);

    @Override
    @CachePut(key = "#result.id")
    <S extends Owner> S saveAndFlush(S owner);

    @Override
    @CacheEvict
    void deleteById(Integer id);

    @Cacheable
    Page<Owner> findByAddressCity(String city, Pageable page);

    @Cacheable(key = "{#root.methodName, #city, #page}")
    Slice<Owner> findSliceByAddressCity(String city, Pageable page);

    @Cacheable(key = "#root.methodName + ':' + #city")
    List<Owner> findByAddressCityOrderByName(String city);

    @Cacheable(key = "#root.methodName + ':' + #city")
    @Query("select o from Owner o where o.address.city = :city order by o.name desc")
    Collection<Owner> descending(String city);

    @Cacheable(key = "#root.methodName + ':' + #city")
    long countByAddressCity(String city);

    @Cacheable(key = "#root.methodName + ':' + #city")
    boolean existsByAddressCity(String city);

    @Cacheable(cacheNames = "projections", key = "'record ' + #name")
    Optional<Summary> findSummaryByName(String name);

    @Cacheable(cacheNames = "projections", key = "'records ' + #city")
    List<Summary> findSummariesByAddressCityOrderByName(String city);

    @Cacheable(cacheNames = "projections", key = "'interface ' + #name")
    Optional<View> findViewByName(String name);

    @Cacheable(cacheNames = "projections", key = "'interfaces ' + #city")
    List<View> findViewsByAddressCityOrderByName(String city);

    @Cacheable(cacheNames = "projections", key = "'dynamic ' + #type.name + #city")
    <T> List<T> findByAddressCityOrderByNameDesc(String city, Class<T> type);

    @Cacheable(cacheNames = "projections", key = "'rows ' + #city")
    @Query("select o.name, o.id from Owner o where o.address.city = :city order by o.name")
    List<Object[]> rows(String city);

    @Cacheable(cacheNames = "defaults")
    default String nameOf(Integer id) {
        return findById(id).map(Owner::getName).orElse("nobody");
    }

    /** A projection that becomes a record. */
    record Summary(Integer id, String name) {}

    /** A projection that becomes a proxy. */
    interface View {

        String getName();
    }
}
