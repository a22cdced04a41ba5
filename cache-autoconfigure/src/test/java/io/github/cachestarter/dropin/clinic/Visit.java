package io.github.cachestarter.dropin.clinic;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import java.time.LocalDate;

/** Points back to its pet, and through it to the owner. */
@Entity
public class Visit extends BaseEntity {

    @Column(name = "visit_date")
    private LocalDate date;

    private String reason;

    @ManyToOne
    private Pet pet;

    protected Visit() {}

    public Visit(LocalDate date, String reason) {
        this.date = date;
        this.reason = reason;
    }

    public LocalDate getDate() {
        return date;
    }

    public String getReason() {
        return reason;
    }

    public Pet getPet() {
        return pet;
    }

    void setPet(Pet pet) {
        this.pet = pet;
    }
}
