package io.github.cachestarter.sample.workshops;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** There are not enough free seats. */
public class SoldOutException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    SoldOutException(long workshopId, int seats) {
        super(
                HttpStatus.CONFLICT,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.CONFLICT,
                        "Workshop %d has fewer than %d free seat%s"
                                .formatted(workshopId, seats, seats == 1 ? "" : "s")),
                null);
    }
}
