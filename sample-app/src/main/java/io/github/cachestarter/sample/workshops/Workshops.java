package io.github.cachestarter.sample.workshops;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** Availability comes from the cache; a booking evicts it once its transaction has committed. */
@Service
@CacheConfig(cacheNames = "workshop-availability")
public class Workshops {

    private static final Logger log = LoggerFactory.getLogger(Workshops.class);

    private final WorkshopRepository workshops;
    private final Bookings bookings;

    Workshops(WorkshopRepository workshops, Bookings bookings) {
        this.workshops = workshops;
        this.bookings = bookings;
    }

    /** How many seats are free. */
    @Cacheable
    public Optional<Availability> availability(long workshopId) {
        log.info("Reading the availability of workshop {} from the database", workshopId);
        return workshops.findById(workshopId).map(Workshop::availability);
    }

    /**
     * Books seats.
     *
     * @throws SoldOutException if fewer seats are free
     */
    @CacheEvict(key = "#workshopId")
    public Booking book(long workshopId, String attendee, int seats) {
        return bookings.book(workshopId, attendee, seats);
    }
}
