package io.github.cachestarter.dropin.clinic;

import java.util.Optional;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;

/** What several repositories have in common: its type variable is another entity in each of them, in one cache. */
@NoRepositoryBean
public interface Coded<T> extends Repository<T, Integer> {

    @Cacheable("by-name")
    Optional<T> findFirstByName(String name);
}
