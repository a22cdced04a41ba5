package io.github.cachestarter.dropin.clinic;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;

/** Lazy both ways. */
@Entity
public class Ward extends BaseEntity {

    private String name;

    @OneToMany(mappedBy = "ward", cascade = CascadeType.ALL)
    private List<Bed> beds = new ArrayList<>();

    protected Ward() {}

    public Ward(String name) {
        this.name = name;
    }

    public Ward bed(Bed bed) {
        bed.setWard(this);
        beds.add(bed);
        return this;
    }

    public String getName() {
        return name;
    }

    public List<Bed> getBeds() {
        return beds;
    }
}
