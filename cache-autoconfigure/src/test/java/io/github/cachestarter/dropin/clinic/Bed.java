package io.github.cachestarter.dropin.clinic;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;

/** Points lazily to its ward. */
@Entity
public class Bed extends BaseEntity {

    private String label;

    @ManyToOne(fetch = FetchType.LAZY)
    private Ward ward;

    protected Bed() {}

    public Bed(String label) {
        this.label = label;
    }

    public String getLabel() {
        return label;
    }

    public Ward getWard() {
        return ward;
    }

    void setWard(Ward ward) {
        this.ward = ward;
    }
}
