package io.github.cachestarter.sample.workshops;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What a client says to book seats. */
record BookingRequest(
        @NotBlank @Size(max = 100) String attendee,
        @Min(1) @Max(10) int seats) {}
