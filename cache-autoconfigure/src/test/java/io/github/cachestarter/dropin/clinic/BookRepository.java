package io.github.cachestarter.dropin.clinic;

import java.util.List;
import java.util.Optional;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.PagingAndSortingRepository;

/** Spring Data JDBC. */
public interface BookRepository extends CrudRepository<Book, Long>, PagingAndSortingRepository<Book, Long> {

    @Override
    @Cacheable("books")
    Optional<Book> findById(Long id);

    @Override
    @Cacheable("books")
    Page<Book> findAll(Pageable page);

    @Cacheable("books")
    List<Book> findByTitle(String title);

    @Cacheable("titles")
    @Query("select title from BOOK order by title")
    List<String> titles();
}
