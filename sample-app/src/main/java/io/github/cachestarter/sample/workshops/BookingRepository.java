package io.github.cachestarter.sample.workshops;

import org.springframework.data.repository.ListCrudRepository;

interface BookingRepository extends ListCrudRepository<Booking, Long> {}
