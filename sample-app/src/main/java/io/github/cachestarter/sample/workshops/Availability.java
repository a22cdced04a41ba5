package io.github.cachestarter.sample.workshops;

import java.time.LocalDate;

/**
 * What visitors see, and reload, and reload.
 *
 * @param workshopId the number of the workshop
 * @param title what it is about
 * @param startsOn its first day
 * @param seats how many seats there are
 * @param free how many of them were free a moment ago
 */
public record Availability(long workshopId, String title, LocalDate startsOn, int seats, int free) {}
