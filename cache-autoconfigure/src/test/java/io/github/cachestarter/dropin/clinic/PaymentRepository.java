package io.github.cachestarter.dropin.clinic;

import java.util.List;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.jpa.repository.JpaRepository;

/** Entities of classes that the declared type does not name. */
public interface PaymentRepository extends JpaRepository<Payment, Integer> {

    @Override
    @Cacheable("payments")
    List<Payment> findAll();
}
