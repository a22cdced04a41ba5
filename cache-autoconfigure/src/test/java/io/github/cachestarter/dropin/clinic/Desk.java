package io.github.cachestarter.dropin.clinic;

import java.util.List;
import java.util.Optional;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Package-private, and so are its methods; in transactions. */
@Service
@Transactional
@CacheConfig(cacheNames = "desk")
class Desk {

    private final OwnerRepository owners;
    private final WardRepository wards;
    private final Loads loads;

    Desk(OwnerRepository owners, WardRepository wards, Loads loads) {
        this.owners = owners;
        this.wards = wards;
        this.loads = loads;
    }

    @Cacheable(key = "'owner ' + #name")
    Owner owner(String name) {
        loads.add();
        return owners.findFirstByName(name).orElseThrow();
    }

    @Cacheable(key = "'read ' + #name", sync = true)
    @Transactional(readOnly = true)
    public Optional<Owner> readOnly(String name) {
        loads.add();
        return owners.findFirstByName(name);
    }

    @Cacheable(key = "'ward ' + #name")
    public Ward touchedWard(String name) {
        loads.add();
        Ward ward = wards.findAll().stream()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        ward.getBeds().forEach(Bed::getLabel);
        return ward;
    }

    @Cacheable(key = "'untouched ' + #name")
    public List<Ward> untouchedWards(String name) {
        loads.add();
        return wards.findAllByOrderByName();
    }

    @Cacheable(key = "'failing ' + #name")
    public Owner failing(String name) {
        loads.add();
        throw new IllegalStateException("no desk for " + name);
    }
}
