package io.github.cachestarter.dropin.clinic;

import java.util.List;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;

/** An aggregate of Spring Data JDBC. */
@Table("BOOK")
public record Book(
        @Id Long id,
        String title,

        @MappedCollection(idColumn = "BOOK", keyColumn = "POSITION")
        List<Chapter> chapters) {

    /** A part of it. */
    @Table("CHAPTER")
    public record Chapter(String title, int pages) {}
}
