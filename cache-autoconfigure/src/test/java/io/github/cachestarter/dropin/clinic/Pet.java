package io.github.cachestarter.dropin.clinic;

import com.fasterxml.jackson.annotation.JsonBackReference;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Both ends of eager relations, and columns of many types. */
@Entity
public class Pet extends BaseEntity {

    private String name;
    private LocalDate birthDate = LocalDate.of(2020, 2, 29);
    private BigDecimal weight = new BigDecimal("12.50");
    private UUID chip = new UUID(4, 2);
    private Instant seen = Instant.parse("2026-01-02T03:04:05.123456Z");
    private byte[] photo = {1, 2, -3};

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @JsonBackReference
    @ManyToOne
    private Owner owner;

    @OneToMany(mappedBy = "pet", cascade = CascadeType.ALL, fetch = FetchType.EAGER)
    @OrderBy("date")
    private Set<Visit> visits = new HashSet<>();

    protected Pet() {}

    public Pet(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    public Pet visit(Visit visit) {
        visit.setPet(this);
        visits.add(visit);
        return this;
    }

    public String getName() {
        return name;
    }

    public String getCard() {
        return kind + " " + birthDate + " " + weight + " " + chip + " " + seen + " " + photo.length;
    }

    public Owner getOwner() {
        return owner;
    }

    void setOwner(Owner owner) {
        this.owner = owner;
    }

    /** A sorted copy: a mapper that reads getters loses the elements. */
    public List<Visit> getVisits() {
        return visits.stream()
                .sorted((left, right) -> left.getDate().compareTo(right.getDate()))
                .toList();
    }

    /** What kind of pet. */
    public enum Kind {
        CAT,
        DOG {
            @Override
            public String sound() {
                return "woof";
            }
        };

        public String sound() {
            return "";
        }
    }
}
