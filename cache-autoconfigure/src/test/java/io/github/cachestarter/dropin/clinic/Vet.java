package io.github.cachestarter.dropin.clinic;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToMany;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** As in PetClinic: a field that is lazily made, and getters that derive from it. */
@Entity
public class Vet extends BaseEntity {

    private String name;

    @ManyToMany(fetch = FetchType.EAGER, cascade = CascadeType.ALL)
    private Set<Specialty> specialties;

    protected Vet() {}

    public Vet(String name) {
        this.name = name;
    }

    public Vet with(Specialty specialty) {
        specialtiesInternal().add(specialty);
        return this;
    }

    public String getName() {
        return name;
    }

    private Set<Specialty> specialtiesInternal() {
        if (specialties == null) {
            specialties = new HashSet<>();
        }
        return specialties;
    }

    public List<Specialty> getSpecialties() {
        return specialtiesInternal().stream()
                .sorted(Comparator.comparing(Specialty::getName))
                .toList();
    }

    @JsonIgnore
    public int getNrOfSpecialties() {
        return specialtiesInternal().size();
    }
}
