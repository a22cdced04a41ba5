package io.github.cachestarter.dropin.clinic;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Fills the database. */
@Component
@ConditionalOnBooleanProperty("clinic.fill")
class ClinicData implements CommandLineRunner {

    private final OwnerRepository owners;
    private final VetRepository vets;
    private final WardRepository wards;
    private final PaymentRepository payments;
    private final JdbcTemplate jdbc;

    ClinicData(
            OwnerRepository owners,
            VetRepository vets,
            WardRepository wards,
            PaymentRepository payments,
            JdbcTemplate jdbc) {
        this.owners = owners;
        this.vets = vets;
        this.wards = wards;
        this.payments = payments;
        this.jdbc = jdbc;
    }

    @Override
    public void run(String... arguments) {
        owners.saveAll(List.of(
                new Owner("Betty", new Address("1 Main", "Madison"))
                        .phone("home", "1")
                        .phone("work", "2")
                        .add(new Pet("Basil", Pet.Kind.DOG)
                                .visit(new Visit(LocalDate.of(2025, 3, 1), "rabies"))
                                .visit(new Visit(LocalDate.of(2025, 1, 1), "neutered")))
                        .add(new Pet("Max", Pet.Kind.CAT)),
                new Owner("Eduardo", new Address("2 Main", "Madison")).add(new Pet("Rosy", Pet.Kind.CAT)),
                new Owner("Jean", new Address("3 Main", "Madison")),
                new Owner("Peter", null)));
        vets.save(new Vet("James"));
        vets.save(new Vet("Helen").with(new Specialty("surgery")).with(new Specialty("dentistry")));
        wards.save(new Ward("East").bed(new Bed("E1")).bed(new Bed("E2")));
        wards.save(new Ward("West").bed(new Bed("W1")));
        payments.save(new Payment.ByCard(new BigDecimal("9.90"), "4711"));
        jdbc.execute("create table BOOK (ID bigint primary key, TITLE varchar(99))");
        jdbc.execute("create table CHAPTER (BOOK bigint, POSITION int, TITLE varchar(99), PAGES int)");
        jdbc.execute("insert into BOOK values (1, 'Cats'), (2, 'Dogs')");
        jdbc.execute("insert into CHAPTER values (1, 0, 'Food', 10), (1, 1, 'Sleep', 20)");
    }
}
