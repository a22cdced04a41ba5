package io.github.cachestarter.sample.workshops;

import io.github.cachestarter.sample.web.NotFoundException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Books seats in one transaction. It decides by the database alone: a cache may tell, never decide. */
@Component
class Bookings {

    private final WorkshopRepository workshops;
    private final BookingRepository bookings;

    Bookings(WorkshopRepository workshops, BookingRepository bookings) {
        this.workshops = workshops;
        this.bookings = bookings;
    }

    @Transactional
    public Booking book(long workshopId, String attendee, int seats) {
        if (workshops.takeSeats(workshopId, seats) == 0) {
            if (!workshops.existsById(workshopId)) {
                throw new NotFoundException("There is no workshop " + workshopId);
            }
            throw new SoldOutException(workshopId, seats);
        }
        return bookings.save(new Booking(null, workshopId, attendee, seats));
    }
}
