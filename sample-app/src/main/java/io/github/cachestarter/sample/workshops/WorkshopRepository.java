package io.github.cachestarter.sample.workshops;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

interface WorkshopRepository extends ListCrudRepository<Workshop, Long> {

    /**
     * Takes seats if so many are free. The row's lock makes this the one place that decides who gets the last seat.
     *
     * @return how many rows changed: 1, or 0 if there are not enough seats or there is no such workshop
     */
    @Modifying
    @Query("UPDATE workshop SET booked = booked + :seats WHERE id = :id AND booked + :seats <= seats")
    int takeSeats(long id, int seats);
}
