package io.github.cachestarter.sample.workshops;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Seats that somebody has booked.
 *
 * @param id the number of the booking; null before it is saved
 * @param workshopId the workshop
 * @param attendee who comes
 * @param seats how many seats
 */
@Table
public record Booking(@Id @Nullable Long id, long workshopId, String attendee, int seats) {}
