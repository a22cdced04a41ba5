package io.github.cachestarter.codec.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.codec.graph.GraphComparer;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.collection.spi.PersistentBag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entities as a real Hibernate hands them out. */
@SuppressWarnings("JavaUtilDate") // older entities have it
class HibernateTests {

    private static SessionFactory factory;

    private final StateCodec codec = new StateCodec(RegisteredTypes.none());

    @Entity(name = "Author")
    static class Author {
        @Id
        private long id;

        private String name;

        private Date born = new Date(1_000_000_000_123L);

        @OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
        private List<Book> books = new ArrayList<>();

        @OneToMany(mappedBy = "author")
        @OrderBy("title desc")
        private Set<Book> sorted = new LinkedHashSet<>();

        @ElementCollection
        private Map<String, Integer> prices = new HashMap<>();

        @ElementCollection
        private Set<String> tags = new HashSet<>();
    }

    @Entity(name = "Book")
    static class Book {
        @Id
        private long id;

        private String title;

        @ManyToOne(fetch = FetchType.LAZY)
        private Author author;

        @Override
        public boolean equals(Object other) {
            return other instanceof Book book && book.id == id;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }

    @BeforeAll
    static void start() {
        factory = new Configuration()
                .addAnnotatedClass(Author.class)
                .addAnnotatedClass(Book.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:values")
                .setProperty("hibernate.hbm2ddl.auto", "create-drop")
                .buildSessionFactory();
        factory.inTransaction(session -> {
            Author author = new Author();
            author.id = 1;
            author.name = "Ada";
            author.prices.put("a", 1);
            author.tags.addAll(List.of("x", "y"));
            for (long id : new long[] {1, 2, 3}) {
                Book book = new Book();
                book.id = id;
                book.title = "title " + id;
                book.author = author;
                author.books.add(book);
            }
            session.persist(author);
        });
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    private static <T> T load(Function<Session, T> query) {
        return factory.fromTransaction(query);
    }

    @Test
    void loadedCollectionsComeBackAsPlainOnesThatHoldTheSame() {
        Author author = load(session -> {
            Author found = session.find(Author.class, 1L);
            Hibernate.initialize(found.books);
            Hibernate.initialize(found.sorted);
            Hibernate.initialize(found.prices);
            Hibernate.initialize(found.tags);
            return found;
        });
        assertThat(author.books).isInstanceOf(PersistentBag.class);
        assertThat(author.born).isInstanceOf(java.sql.Timestamp.class);

        TypeCodec type = codec.forType(Author.class);
        byte[] bytes = type.encode(author);
        Author back = (Author) type.decode(bytes, 0, bytes.length);

        assertThat(GraphComparer.compare(author, back)).isEqualTo(GraphComparer.Verdict.Same.INSTANCE);
        assertThat(back.books)
                .isExactlyInstanceOf(ArrayList.class)
                .allSatisfy(book -> assertThat(book.author).isSameAs(back));
        assertThat(back.sorted).extracting(book -> book.title).containsExactly("title 3", "title 2", "title 1");
        assertThat(back.sorted).contains(back.books.get(0));
        assertThat(back.born).isEqualTo(author.born).hasSameClassAs(author.born);
    }

    @Test
    void aCollectionThatWasNotLoadedIsRefusedAndNotLoaded() {
        Author author = load(session -> session.find(Author.class, 1L));
        assertRefused(Author.class, author, Author.class.getName() + ".books", "join fetch");
        assertThat(Hibernate.isInitialized(author.books)).isFalse();
    }

    @Test
    void aLazyProxyIsRefusedAtItsFieldAndAtTheRoot() {
        Book book = load(session -> session.find(Book.class, 1L));
        assertRefused(Book.class, book, Book.class.getName() + ".author", "Fetch the relation");
        assertRefused(Author.class, book.author, Author.class.getName(), "Fetch the relation");
    }

    private void assertRefused(Class<?> type, Object value, String where, String remedy) {
        assertThatThrownBy(() -> codec.forType(type).encode(value))
                .isInstanceOfSatisfying(RefusedValueException.class, ex -> {
                    assertThat(ex.where()).isEqualTo(where);
                    assertThat(ex.remedy()).contains(remedy);
                });
    }
}
