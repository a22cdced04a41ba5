package io.github.cachestarter.dropin.clinic;

import java.util.List;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;

@CacheConfig(cacheNames = "pets")
class CachedPets extends Finder<Pet> implements Pets {

    private final OwnerRepository owners;
    private final Loads loads;

    CachedPets(OwnerRepository owners, Loads loads) {
        this.owners = owners;
        this.loads = loads;
    }

    @Override
    @Cacheable(key = "'pet ' + #name")
    public Pet byName(String name) {
        return load(name).get(0);
    }

    @Override
    @Cacheable(key = "'of ' + #name")
    public List<Pet> ofOwner(String name) {
        return load(name);
    }

    @Override
    List<Pet> load(String name) {
        loads.add();
        return owners.findFirstByName(name).orElseThrow().getPets();
    }
}
