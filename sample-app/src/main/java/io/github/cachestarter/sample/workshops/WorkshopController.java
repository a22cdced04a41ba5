package io.github.cachestarter.sample.workshops;

import io.github.cachestarter.sample.web.NotFoundException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/workshops/{id}")
class WorkshopController {

    private final Workshops workshops;

    WorkshopController(Workshops workshops) {
        this.workshops = workshops;
    }

    @GetMapping("/availability")
    Availability availability(@PathVariable @Positive long id) {
        return workshops.availability(id).orElseThrow(() -> new NotFoundException("There is no workshop " + id));
    }

    @PostMapping("/bookings")
    @ResponseStatus(HttpStatus.CREATED)
    Booking book(@PathVariable @Positive long id, @RequestBody @Valid BookingRequest request) {
        return workshops.book(id, request.attendee(), request.seats());
    }
}
