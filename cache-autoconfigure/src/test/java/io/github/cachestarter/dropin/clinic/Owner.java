package io.github.cachestarter.dropin.clinic;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Transient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loaded with its pets, which point back to it. */
@Entity
public class Owner extends BaseEntity {

    private String name;

    @JsonIgnore
    private String passwordHash;

    @Embedded
    private Address address;

    @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, fetch = FetchType.EAGER)
    @OrderBy("name")
    private List<Pet> pets = new ArrayList<>();

    @ElementCollection(fetch = FetchType.EAGER)
    private Map<String, String> phones = new LinkedHashMap<>();

    @Transient
    private int openedTimes;

    protected Owner() {}

    public Owner(String name, Address address) {
        this.name = name;
        this.address = address;
        this.passwordHash = "hash of " + name;
    }

    public Owner add(Pet pet) {
        pet.setOwner(this);
        pets.add(pet);
        return this;
    }

    public Owner phone(String kind, String number) {
        phones.put(kind, number);
        return this;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPasswordHash() {
        return passwordHash;
    }

    public Address getAddress() {
        return address;
    }

    public List<Pet> getPets() {
        return pets;
    }

    public int open() {
        return ++openedTimes;
    }

    public Map<String, String> getPhones() {
        return phones;
    }
}
