package io.github.cachestarter.sample.workshops;

import java.time.LocalDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A workshop with a limited number of seats.
 *
 * @param id the number of the workshop
 * @param title what it is about
 * @param startsOn its first day
 * @param seats how many seats there are
 * @param booked how many of them are taken
 */
@Table
record Workshop(@Id long id, String title, LocalDate startsOn, int seats, int booked) {

    Availability availability() {
        return new Availability(id, title, startsOn, seats, seats - booked);
    }
}
